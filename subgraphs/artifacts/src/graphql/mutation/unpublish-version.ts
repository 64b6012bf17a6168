import { parseArtifactName, parseSemanticVersion } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly version: string;
}

export const unpublishVersion = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const id = await artifacts.unpublishVersion(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    version: parseSemanticVersion(input.version, 'input.version'),
    origin,
  });
  reader.forget();
  return { artifact: await reader.artifact(id) };
};
