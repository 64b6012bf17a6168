import { RegistryError } from '@gati/errors';
import { parseArtifactName, parseSemanticVersion } from '@gati/identifiers';
import type { IndexingState } from '../../repository/indexing.ts';
import type { Context } from '../context.ts';

interface Arguments {
  readonly artifact: string;
  readonly version: string;
  readonly after?: number | null;
}

export const indexingProgress = {
  subscribe: (_: unknown, { artifact, version, after }: Arguments, { principal, artifacts }: Context) =>
    artifacts.followIndexing(principal, {
      artifact: parseArtifactName(artifact, 'artifact'),
      version: parseSemanticVersion(version, 'version'),
      after: after ?? null,
    }),

  resolve: async ({ versionId, status, ...state }: IndexingState, { artifact, version }: Arguments, { reader }: Context) => {
    const shown = await reader.version(versionId);
    if (!shown) throw new RegistryError('NOT_FOUND', { reference: `${artifact}@${version}` });
    return { ...state, status: status.toUpperCase(), version: shown };
  },
};
