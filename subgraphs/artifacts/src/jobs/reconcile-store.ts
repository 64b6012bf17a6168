import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { reconcileStore as createReconciliation } from '../use-cases/reconcile-store.ts';

/** Brings store and tables together again; made for once a day, and twice does no harm. */
export const reconcileStore = defineJob({
  name: 'artifacts.reconcile-store',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 20,
  run: async (_, { reconcile }: { readonly reconcile: ReturnType<typeof createReconciliation> }, { signal }) => void (await reconcile(signal)),
});
