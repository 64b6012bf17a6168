import type { RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { hashSecret, isSecretText } from '../installation-keys.ts';
import type { AttemptLimits } from '../limits.ts';
import { accounts, mailCodes, type AccountRow } from '../repository.ts';
import { principalOfAccount } from '../tokens/access-tokens.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'mailCode'>;
  readonly audit: Audit;
}

/**
 * Takes the code from a mail as proof that the address is the account's. It needs no session: mails are opened on other devices.
 * @throws UNAUTHENTICATED for a code that is unknown, used or over, and where another account has verified the address
 * @throws RATE_LIMITED by address
 */
export const verifyEmail =
  ({ transaction, clock, limits, audit }: Dependencies) =>
  async (code: string, origin: RequestOrigin): Promise<AccountRow> => {
    await limits.mailCode(origin);
    const refused = new RegistryError('UNAUTHENTICATED', { reason: 'The code is not valid, or not any more.', suggestion: 'Ask for another mail.' });
    if (!isSecretText('mail', code)) throw refused;
    return transaction(async (locked) => {
      const used = await mailCodes(locked).use(hashSecret(code), 'verify', clock());
      const account = used && (await accounts(locked).find(used.accountId));
      if (!used || !account) throw refused;
      await accounts(locked).lockEmail(used.emailKey);
      if (!(await accounts(locked).verifyEmail(account.id, used.emailKey))) throw refused;
      await audit.record(locked, {
        actor: principalOfAccount(account, null),
        action: 'email.verify',
        subject: `@${account.handle}`,
        origin,
      });
      return account;
    });
  };
