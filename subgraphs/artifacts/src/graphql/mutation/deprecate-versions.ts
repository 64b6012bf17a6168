import { parseArtifactName } from '@gati/identifiers';
import { parseVersionRange } from '../../rules/deprecating.ts';
import { parseReason } from '../../use-cases/yank-version.ts';
import type { Context } from '../context.ts';

interface Input {
  readonly artifact: string;
  readonly range: string;
  readonly message: string;
  readonly successor?: string | null;
}

export const deprecateVersions = async (_: unknown, { input }: { readonly input: Input }, { principal, origin, artifacts, reader }: Context) => {
  const ids = await artifacts.deprecateVersions(principal, {
    artifact: parseArtifactName(input.artifact, 'input.artifact'),
    range: parseVersionRange(input.range, 'input.range'),
    message: parseReason(input.message, 'input.message'),
    successor: input.successor == null ? null : parseArtifactName(input.successor, 'input.successor'),
    origin,
  });
  reader.forget();
  const versions = await Promise.all(ids.map((id) => reader.version(id)));
  return { versions: versions.filter((version) => version !== null) };
};
