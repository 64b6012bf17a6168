import { randomBytes } from 'node:crypto';
import type { Clock } from '@gati/clock';
import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { SendMail } from '../dependencies.ts';
import { hashSecret, writeSecret } from '../installation-keys.ts';
import { accounts, mailCodes, type Tables } from '../repository.ts';
import { emailKeyOf } from '../rules/account-input.ts';
import { addressTakenMail, mailCodeLifetimesMs, resetMail, verifyMail } from '../rules/account-mails.ts';

interface SendDependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly sendMail: SendMail;
  /** PUBLIC_URL: where the links lead. */
  readonly publicUrl: string;
}

/**
 * Sends an account the mail that was asked for. The code is made here and nowhere stored but as a hash, so no queue ever holds one.
 * Run again it sends another mail with another code; both work until one is used.
 */
export const sendAccountMail = defineJob({
  name: 'namespaces.send-account-mail',
  payload: z.object({ accountId: z.guid().nullable(), purpose: z.enum(['verify', 'reset']) }),
  dedupeKey: ({ accountId, purpose }) => `${purpose}:${accountId}`,
  attempts: 8,
  run: async ({ accountId, purpose }, { tables, clock, sendMail, publicUrl }: SendDependencies) => {
    const account = accountId === null ? null : await accounts(tables).find(accountId);
    if (!account || account.email === null) return;
    const { id, handle, email } = account;
    const emailKey = emailKeyOf(email);
    const host = new URL(publicUrl).host;
    if (purpose === 'verify') {
      const holder = await accounts(tables).findByVerifiedEmail(emailKey);
      if (holder?.id === id) return;
      if (holder) return sendMail({ to: email, ...addressTakenMail({ host, holder: holder.handle, claimant: handle, publicUrl }) });
    }
    const code = writeSecret('mail', randomBytes(32));
    const expiresAt = new Date(clock().getTime() + mailCodeLifetimesMs[purpose]);
    await mailCodes(tables).insert({ hash: hashSecret(code), accountId: id, purpose, emailKey, expiresAt });
    await sendMail({ to: email, ...(purpose === 'verify' ? verifyMail : resetMail)({ host, handle, code, publicUrl }) });
  },
});
