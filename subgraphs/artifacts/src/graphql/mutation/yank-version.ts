import { parseArtifactName, parseSemanticVersion } from '@gati/identifiers';
import { parseReason } from '../../use-cases/yank-version.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly version: string;
  readonly reason?: string | null;
}

export const yankVersion = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const id = await artifacts.yankVersion(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    version: parseSemanticVersion(input.version, 'input.version'),
    reason: parseReason(input.reason, 'input.reason'),
    origin,
  });
  reader.forget();
  return { version: await reader.version(id) };
};
