import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { collectGarbage as createCollection } from '../use-cases/collect-garbage.ts';

/** Takes away what nothing holds any more; made for once an hour, and twice does no harm. */
export const collectGarbage = defineJob({
  name: 'artifacts.collect-garbage',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 10,
  run: async (_, { collect }: { readonly collect: ReturnType<typeof createCollection> }, { signal }) => void (await collect({ isDryRun: false, signal })),
});
