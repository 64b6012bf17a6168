import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import { deviceLogins } from '../repository.ts';
import { assertIsPerson } from '../rules/account-rights.ts';
import { readUserCode, showUserCode } from '../rules/device-login.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: AttemptLimits;
  readonly audit: Audit;
}

/**
 * Lets the program that shows this code sign in as the account that asks. Only a person may: a key that could would make itself a session with all rights.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for API keys
 * @throws NOT_FOUND for a code that is unknown, over, or approved by another account
 * @throws RATE_LIMITED by account, because codes are short
 */
export const approveDeviceLogin =
  ({ transaction, clock, limits, audit }: Dependencies) =>
  async (principal: Principal, typedCode: string, origin: RequestOrigin): Promise<{ readonly clientName: string }> => {
    const { accountId, handle } = assertIsPerson(principal, 'An API key cannot approve a sign-in.');
    await limits.approveDeviceLogin(accountId);
    const userCode = readUserCode(typedCode);
    const approved =
      userCode &&
      (await transaction(async (locked) => {
        const login = await deviceLogins(locked).approve(userCode, { accountId, now: clock() });
        if (login?.isNew) {
          await audit.record(locked, {
            actor: principal,
            action: 'device-login.approve',
            subject: `@${handle}`,
            details: { clientName: login.clientName },
            origin,
          });
        }
        return login;
      }));
    if (!approved)
      throw new RegistryError('NOT_FOUND', {
        reference: `sign-in that waits with the code ${userCode ? showUserCode(userCode) : `«${typedCode.slice(0, 40)}»`}`,
      });
    return { clientName: approved.clientName };
  };
