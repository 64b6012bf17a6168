import { parseArtifactName, parseSemanticVersion } from '@gati/identifiers';
import type { ScanEvent } from '../index.ts';
import type { Context } from './context.ts';
import { versionReference } from './shapes.ts';

interface Arguments {
  readonly artifact: string;
  readonly version: string;
  readonly after?: number | null;
}

export const scanProgress = {
  subscribe: (_: unknown, { artifact, version, after }: Arguments, { principal, security }: Context) =>
    security.followScan(principal, {
      artifact: parseArtifactName(artifact, 'artifact'),
      version: parseSemanticVersion(version, 'version'),
      after: after ?? null,
    }),

  resolve: ({ sequence, stage, percent, status, newFindings, score, counts, versionId }: ScanEvent) => ({
    sequence,
    stage,
    percent,
    status: status.toUpperCase(),
    newFindings,
    score,
    counts,
    version: versionReference(versionId),
  }),
};
