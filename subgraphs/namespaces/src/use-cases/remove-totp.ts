import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { secondFactors } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Switches the authenticator app off; with the last second factor the recovery codes go too.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys
 * @throws STEP_UP_REQUIRED, NOT_FOUND when there is none
 */
export const removeTotp =
  ({ transaction, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, origin: RequestOrigin): Promise<void> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    await transaction(async (locked) => {
      if (!(await secondFactors(locked).removeTotp(accountId))) throw new RegistryError('NOT_FOUND', { reference: 'authenticator app of this account' });
      if ((await secondFactors(locked).countPasskeys(accountId)) === 0) await secondFactors(locked).removeRecoveryCodes(accountId);
      await audit.record(locked, { actor: principal, action: 'totp.remove', subject: `@${handle}`, origin });
    });
  };
