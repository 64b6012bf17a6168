import { defineJob } from '@gati/jobs';
import { z } from 'zod';

interface Dependencies {
  readonly indexDocument: (artifactId: string) => Promise<void>;
}

/** How long stars and downloads gather before search learns of them: one write of a document for all that came in that time. Whoever enqueues the job adds this to the present time. */
export const countersDelayMs = 30_000;

/** Brings an artifact's search document to its present stars and downloads. Equal keys that wait are one job, so that a thousand stars are one. */
export const indexCounters = defineJob({
  name: 'artifacts.index-counters',
  payload: z.object({ artifactId: z.uuid() }),
  dedupeKey: ({ artifactId }) => artifactId,
  attempts: 5,
  priority: 10,
  run: ({ artifactId }, { indexDocument }: Dependencies) => indexDocument(artifactId),
});
