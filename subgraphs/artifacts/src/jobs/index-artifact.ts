import { defineJob } from '@gati/jobs';
import { z } from 'zod';

interface Dependencies {
  readonly indexArtifact: (artifactId: string, run: { readonly lastAttempt: boolean }) => Promise<void>;
}

/** Brings one artifact's search document to what the tables say now, and its versions' indexing to its end; running twice, late or out of order ends the same. */
export const indexArtifact = defineJob({
  name: 'artifacts.index-artifact',
  payload: z.object({ artifactId: z.uuid() }),
  dedupeKey: ({ artifactId }) => artifactId,
  attempts: 12,
  // Somebody waits for their publish to be found.
  priority: -10,
  run: ({ artifactId }, dependencies: Dependencies, { lastAttempt }) => dependencies.indexArtifact(artifactId, { lastAttempt }),
});
