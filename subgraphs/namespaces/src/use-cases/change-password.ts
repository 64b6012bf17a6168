import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import type { Passwords } from '../passwords.ts';
import { accounts, sessions, type Tables } from '../repository.ts';
import type { NewPassword } from '../rules/account-input.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'password'>;
  readonly passwords: Passwords;
  readonly validity: Validity;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Changes the password, or gives a first one to an account that has none, and ends all other sessions: whoever knew the old one is out.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys
 * @throws STEP_UP_REQUIRED
 * @throws VALIDATION_FAILED when the present password is wrong
 * @throws RATE_LIMITED
 */
export const changePassword =
  ({ tables, transaction, clock, limits, passwords, validity, assertConfirmed, audit }: Dependencies) =>
  async (
    principal: Principal,
    { currentPassword, newPassword }: { readonly currentPassword: string | null; readonly newPassword: NewPassword },
    origin: RequestOrigin,
  ): Promise<{ readonly endedCount: number }> => {
    const { accountId, sessionId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    const present = await accounts(tables).findPasswordHash(accountId);
    if (present !== null) {
      const attempt = await limits.password(accountId, origin, () => false);
      if (!(await passwords.verify(present, currentPassword ?? ''))) {
        throw new RegistryError('VALIDATION_FAILED', {
          fields: [
            { path: 'input.currentPassword', message: 'is not the present password', fix: 'Type it again, or ask for a mail with which to set another.' },
          ],
        });
      }
      await attempt.succeeded();
    }
    const passwordHash = await passwords.hash(newPassword);
    const ended = await transaction(async (locked) => {
      await accounts(locked).setPasswordHash(accountId, passwordHash);
      const ids = await sessions(locked).endAll(accountId, { endedAt: clock(), endReason: 'password changed', but: sessionId });
      await audit.record(locked, {
        actor: principal,
        action: 'password.change',
        subject: `@${handle}`,
        details: { sessionIds: ids },
        origin,
      });
      return ids;
    });
    await Promise.all(ended.map(validity.forgetSession));
    return { endedCount: ended.length };
  };
