import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { sweepStaged as createSweep } from '../use-cases/sweep-staged.ts';

/** Takes away what nobody came back for; made for once an hour, and twice does no harm. */
export const sweepStaged = defineJob({
  name: 'artifacts.sweep-staged',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 10,
  run: async (_, { sweep }: { readonly sweep: ReturnType<typeof createSweep> }, { signal }) => void (await sweep(signal)),
});
