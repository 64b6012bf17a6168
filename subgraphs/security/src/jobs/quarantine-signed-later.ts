import { defineJob } from '@gati/jobs';
import { z } from 'zod';

/** Follows «key.revoked»: quarantines what was being admitted while the key was revoked. */
export const quarantineSignedLaterJob = defineJob({
  name: 'security.quarantine-signed-later',
  payload: z.object({ signingKeyId: z.uuid() }),
  dedupeKey: ({ signingKeyId }) => signingKeyId,
  attempts: 25,
  run: ({ signingKeyId }, { quarantineSignedLater }: { readonly quarantineSignedLater: (signingKeyId: string) => Promise<void> }) =>
    quarantineSignedLater(signingKeyId),
});
