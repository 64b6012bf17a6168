import { parseArtifactName, parseSemanticVersion } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly version: string;
}

export const unyankVersion = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const id = await artifacts.unyankVersion(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    version: parseSemanticVersion(input.version, 'input.version'),
    origin,
  });
  reader.forget();
  return { version: await reader.version(id) };
};
