import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { scrubStore as createScrub } from '../use-cases/scrub-store.ts';

/** Reads some of the blobs again; made for once an hour, and each run goes on where the last one ended. */
export const scrubStore = defineJob({
  name: 'artifacts.scrub-store',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 20,
  run: async (_, { scrub }: { readonly scrub: ReturnType<typeof createScrub> }, { signal }) => void (await scrub(signal)),
});
