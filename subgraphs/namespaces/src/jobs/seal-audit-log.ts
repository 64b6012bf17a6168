import { defineJob } from '@gati/jobs';
import { z } from 'zod';

/** Chains what was written since the last time; run it every minute. Running it twice does nothing more. */
export const sealAuditLogJob = defineJob({
  name: 'namespaces.seal-audit-log',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 5,
  run: (_, { seal }: { readonly seal: (signal: AbortSignal) => Promise<void> }, { signal }) => seal(signal),
});
