import { parseArtifactName } from '@gati/identifiers';
import { parseDescription } from '../../use-cases/update-artifact.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly description?: string | null;
  readonly visibility?: 'PUBLIC' | 'PRIVATE' | null;
}

export const updateArtifact = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const id = await artifacts.updateArtifact(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    // Left out it stays; null takes it away.
    description: input.description === undefined ? undefined : parseDescription(input.description ?? '', 'input.description'),
    visibility: input.visibility ? (input.visibility.toLowerCase() as 'public' | 'private') : undefined,
    origin,
  });
  reader.forget();
  return { artifact: await reader.artifact(id) };
};
