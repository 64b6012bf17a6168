import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { warmCache as createWarming } from '../use-cases/warm-cache.ts';

/** Brings a new version of a popular artifact to a CDN; one that is there already costs a look. */
export const warmCache = defineJob({
  name: 'artifacts.warm-cache',
  payload: z.object({ versionId: z.uuid() }),
  dedupeKey: ({ versionId }) => versionId,
  attempts: 3,
  priority: 10,
  run: ({ versionId }, { warm }: { readonly warm: ReturnType<typeof createWarming> }, { signal }) => warm(versionId, signal),
});
