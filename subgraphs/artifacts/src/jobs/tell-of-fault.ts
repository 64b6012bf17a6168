import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { tellOfFault as createTelling } from '../use-cases/tell-of-fault.ts';

/** Tells the owners of a namespace of a blob that was set aside; after a crash they may be told twice. */
export const tellOfFault = defineJob({
  name: 'artifacts.tell-of-fault',
  payload: z.object({ namespaceId: z.uuid(), digest: z.string(), fault: z.enum(['changed', 'missing']), names: z.array(z.string()) }),
  dedupeKey: ({ namespaceId, digest }) => `${namespaceId} ${digest}`,
  attempts: 12,
  run: (payload, { tell }: { readonly tell: ReturnType<typeof createTelling> }) => tell(payload),
});
