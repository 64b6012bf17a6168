import { parseArtifactName } from '@gati/identifiers';
import type { Context } from '../context.ts';

export const unstarArtifact = async (_: unknown, { input }: { readonly input: { readonly artifact: string } }, { principal, artifacts, reader }: Context) => {
  const id = await artifacts.unstarArtifact(principal, { artifact: parseArtifactName(input.artifact, 'input.artifact') });
  reader.forget();
  return { artifact: await reader.artifact(id) };
};
