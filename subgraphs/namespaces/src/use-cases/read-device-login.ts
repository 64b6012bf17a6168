import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { AttemptLimits } from '../limits.ts';
import { deviceLogins, type Tables } from '../repository.ts';
import { readUserCode } from '../rules/device-login.ts';
import { assertIsPerson } from '../rules/account-rights.ts';

/** A sign-in that waits for approval, as whoever approves sees it. */
export interface WaitingDeviceLogin {
  /** What the program calls itself. */
  readonly clientName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'approveDeviceLogin'>;
}

/**
 * What waits under this code, so that a person sees what they are about to approve (RFC 8628, 5.4); null when nothing does. Looking counts as a try, because codes are short.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys, RATE_LIMITED by account
 */
export const readDeviceLogin =
  ({ tables, clock, limits }: Dependencies) =>
  async (principal: Principal, typedCode: string): Promise<WaitingDeviceLogin | null> => {
    const { accountId } = assertIsPerson(principal);
    await limits.approveDeviceLogin(accountId);
    const userCode = readUserCode(typedCode);
    return userCode === null ? null : deviceLogins(tables).findWaiting(userCode, { accountId, now: clock() });
  };
