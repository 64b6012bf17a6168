import { parseArtifactName, parseLabel, parseSemanticVersion } from '@gati/identifiers';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly tag: string;
  readonly version: string;
}

export const setTag = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const name = parseLabel(input.tag, 'input.tag');
  const id = await artifacts.setTag(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    tag: name,
    version: parseSemanticVersion(input.version, 'input.version'),
    origin,
  });
  reader.forget();
  return { tag: { name, version: await reader.version(id) } };
};
