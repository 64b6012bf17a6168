import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { issueRecoveryCodes } from '../recovery-codes.ts';
import type { SecondFactors } from '../second-factors.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly secondFactors: Pick<SecondFactors, 'has'>;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Makes ten new recovery codes, shown this once; the old ones are useless from then on.
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys and where there is no second factor that could be lost
 * @throws STEP_UP_REQUIRED
 */
export const createRecoveryCodes =
  ({ transaction, clock, secondFactors, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, origin: RequestOrigin): Promise<{ readonly recoveryCodes: readonly string[] }> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    if (!(await secondFactors.has(accountId)))
      throw new RegistryError('FORBIDDEN', {
        reason: 'This account has no second factor that could be lost.',
        suggestion: 'Add an authenticator app or a passkey first.',
      });
    const recoveryCodes = await transaction(async (locked) => {
      await audit.record(locked, { actor: principal, action: 'recovery-codes.create', subject: `@${handle}`, origin });
      return issueRecoveryCodes(locked, accountId, clock());
    });
    return { recoveryCodes };
  };
