import { parseArtifactName, parseHandle } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly toNamespace: string;
}

export const transferArtifact = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const { id, isMoved } = await artifacts.transferArtifact(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    toNamespace: parseHandle(input.toNamespace, 'input.toNamespace'),
    origin,
  });
  reader.forget();
  return { artifact: await reader.artifact(id), isMoved };
};
