import { anonymous, type RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import { accounts } from '../repository.ts';
import { mailCodeLifetimesMs } from '../rules/account-mails.ts';
import { readSignInName } from '../rules/sign-in-name.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'mail'>;
  readonly audit: Audit;
}

/**
 * Has a mail sent with which the password can be set anew. Whether there is such an account makes no difference to the answer.
 * By e-mail address, the account that verified it is meant, else the newest that wrote it: the mail itself proves whose it is.
 * @throws RATE_LIMITED by address, and by what was asked for
 */
export const requestPasswordReset =
  ({ transaction, clock, limits, audit }: Dependencies) =>
  async (handleOrEmail: string, origin: RequestOrigin): Promise<{ readonly expiresAt: Date }> => {
    const name = readSignInName(handleOrEmail);
    await limits.mail(`reset:${name ? Object.values(name)[0] : ''}`, origin);
    await transaction(async (locked, emit) => {
      const account = name ? (await accounts(locked).findForSignIn(name)).find((place) => place !== null) : undefined;
      // The same statements for an account that does not exist, so that the time tells nothing either.
      await emit('mail.requested', { accountId: account?.id ?? null, purpose: 'reset' });
      await audit.record(locked, {
        actor: anonymous,
        action: 'password.request-reset',
        subject: account ? `@${account.handle}` : 'nobody',
        origin,
      });
    });
    return { expiresAt: new Date(clock().getTime() + mailCodeLifetimesMs.reset) };
  };
