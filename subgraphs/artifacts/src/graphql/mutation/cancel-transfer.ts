import { parseArtifactName } from '@gati/identifiers';
import type { Context } from '../context.ts';

export const cancelTransfer = async (
  _: unknown,
  { input }: { readonly input: { readonly artifact: string } },
  { principal, origin, artifacts, reader }: Context,
) => {
  const id = await artifacts.cancelTransfer(principal, { artifact: parseArtifactName(input.artifact, 'input.artifact'), origin });
  reader.forget();
  return { artifact: await reader.artifact(id) };
};
