import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { Run } from '../ports.ts';

/** Follows «manifest.staged» and «referrer.attached». Attempts reach over some hours of a store or an engine that is away. */
export const admitManifestJob = defineJob({
  name: 'security.admit-manifest',
  payload: z.object({ artifactId: z.uuid(), manifestId: z.uuid() }),
  dedupeKey: ({ manifestId }) => manifestId,
  attempts: 10,
  run: ({ manifestId }, { admitManifest }: { readonly admitManifest: (input: { manifestId: string }, run: Run) => Promise<void> }, run) =>
    admitManifest({ manifestId }, run),
});
