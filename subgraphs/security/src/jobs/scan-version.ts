import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { Run } from '../ports.ts';

/** Follows «version.published». After what people wait for: admission and indexing go first. */
export const scanVersionJob = defineJob({
  name: 'security.scan-version',
  payload: z.object({ versionId: z.uuid() }),
  dedupeKey: ({ versionId }) => versionId,
  attempts: 8,
  priority: 5,
  run: ({ versionId }, { scanVersion }: { readonly scanVersion: (input: { versionId: string }, run: Run) => Promise<void> }, run) =>
    scanVersion({ versionId }, run),
});
