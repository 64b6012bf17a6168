import type { RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { hashSecret, isSecretText } from '../installation-keys.ts';
import type { AttemptLimits } from '../limits.ts';
import type { Passwords } from '../passwords.ts';
import { accounts, mailCodes, sessions, type AccountRow } from '../repository.ts';
import type { NewPassword } from '../rules/account-input.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'mailCode'>;
  readonly passwords: Passwords;
  readonly validity: Validity;
  readonly audit: Audit;
}

/**
 * Sets a new password with the code from a mail, and ends every session of the account. A second factor stays as it is, and is asked for at the next sign-in.
 * The code proves the mailbox too, so the address counts as verified, unless another account has it.
 * @throws UNAUTHENTICATED for a code that is unknown, used or over
 * @throws RATE_LIMITED by address
 */
export const resetPassword =
  ({ transaction, clock, limits, passwords, validity, audit }: Dependencies) =>
  async ({ code, newPassword }: { readonly code: string; readonly newPassword: NewPassword }, origin: RequestOrigin): Promise<AccountRow> => {
    await limits.mailCode(origin);
    const refused = new RegistryError('UNAUTHENTICATED', { reason: 'The code is not valid, or not any more.', suggestion: 'Ask for another mail.' });
    if (!isSecretText('mail', code)) throw refused;
    const passwordHash = await passwords.hash(newPassword);
    const { account, ended } = await transaction(async (locked) => {
      const now = clock();
      const used = await mailCodes(locked).use(hashSecret(code), 'reset', now);
      const account = used && (await accounts(locked).find(used.accountId));
      if (!used || !account) throw refused;
      await mailCodes(locked).useAll(account.id, 'reset', now);
      await accounts(locked).lockEmail(used.emailKey);
      await accounts(locked).verifyEmail(account.id, used.emailKey);
      await accounts(locked).setPasswordHash(account.id, passwordHash);
      const ended = await sessions(locked).endAll(account.id, { endedAt: now, endReason: 'password reset', but: null });
      await audit.record(locked, {
        actor: principalOfAccount(account, null),
        action: 'password.reset',
        subject: `@${account.handle}`,
        details: { by: 'mail', sessionIds: ended },
        origin,
      });
      return { account, ended };
    });
    await Promise.all(ended.map(validity.forgetSession));
    return account;
  };
