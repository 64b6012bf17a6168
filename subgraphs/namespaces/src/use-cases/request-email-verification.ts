import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import { mailCodeLifetimesMs } from '../rules/account-mails.ts';
import { assertIsPerson } from '../rules/account-rights.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'mail'>;
}

/** Has another mail sent with which the asker verifies its address. @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys, RATE_LIMITED */
export const requestEmailVerification =
  ({ transaction, clock, limits }: Dependencies) =>
  async (principal: Principal, origin: RequestOrigin): Promise<{ readonly expiresAt: Date }> => {
    const { accountId } = assertIsPerson(principal);
    await limits.mail(`verify:${accountId}`, origin);
    await transaction((_, emit) => emit('mail.requested', { accountId, purpose: 'verify' }));
    return { expiresAt: new Date(clock().getTime() + mailCodeLifetimesMs.verify) };
  };
