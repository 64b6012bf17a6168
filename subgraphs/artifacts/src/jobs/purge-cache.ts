import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { purgeCache as createPurge } from '../use-cases/purge-cache.ts';

/** Has a CDN drop what it keeps of an artifact; running twice drops it twice. */
export const purgeCache = defineJob({
  name: 'artifacts.purge-cache',
  payload: z.object({ artifactId: z.uuid() }),
  dedupeKey: ({ artifactId }) => artifactId,
  attempts: 20,
  // What must not be served any more goes before everything else.
  priority: -20,
  run: ({ artifactId }, { purge }: { readonly purge: ReturnType<typeof createPurge> }) => purge(artifactId),
});
