'use server';

import { StarArtifact, UnstarArtifact } from '#web/features/read-artifact/queries.ts';
import { ask } from '#web/server/viewer.ts';

/** A star as the page shows it. */
export interface StarState {
  readonly stars: number;
  readonly isStarred: boolean;
  /** Why the registry refused; null when it did not. */
  readonly refusal: string | null;
}

/** Gives or takes the reader's star; the state comes back as the registry has it now. */
export async function setStar(before: StarState, form: FormData): Promise<StarState> {
  const input = { artifact: String(form.get('artifact') ?? '') };
  if (form.get('star') === 'off') {
    const { data, failures } = await ask(UnstarArtifact, { input });
    return starState(data?.unstarArtifact?.artifact, failures[0]?.message, before);
  }
  const { data, failures } = await ask(StarArtifact, { input });
  return starState(data?.starArtifact?.artifact, failures[0]?.message, before);
}

function starState(
  artifact: { readonly stars: number; readonly viewerHasStarred: boolean } | undefined,
  refusal: string | undefined,
  before: StarState,
): StarState {
  return artifact
    ? { stars: artifact.stars, isStarred: artifact.viewerHasStarred, refusal: null }
    : { ...before, refusal: refusal ?? 'The registry did not answer.' };
}
