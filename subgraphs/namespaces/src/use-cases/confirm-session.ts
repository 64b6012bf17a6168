import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, sessions, type Tables } from '../repository.ts';
import { assertIsPerson } from '../rules/account-rights.ts';
import type { SecondFactorProof, SecondFactors } from '../second-factors.ts';
import { confirmationLifetimeMs } from '../step-up.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly secondFactors: SecondFactors;
  readonly audit: Audit;
}

/**
 * Proves the second factor for the session that asks: for 15 minutes it may do what is dangerous.
 * @throws UNAUTHENTICATED for anonymous, and for a wrong proof
 * @throws FORBIDDEN for API keys, and for an account without a second factor
 * @throws STEP_UP_REQUIRED when nothing was shown
 * @throws RATE_LIMITED
 */
export const confirmSession =
  ({ tables, transaction, clock, secondFactors, audit }: Dependencies) =>
  async (principal: Principal, proof: SecondFactorProof, origin: RequestOrigin): Promise<{ readonly confirmedUntil: Date }> => {
    const { accountId, sessionId, handle } = assertIsPerson(principal);
    const account = await accounts(tables).find(accountId);
    if (!account) throw new RegistryError('UNAUTHENTICATED', {});
    if (!(await secondFactors.prove(account, proof, origin))) {
      throw new RegistryError('FORBIDDEN', {
        reason: 'This account has no second factor to confirm with.',
        suggestion: 'Nothing needs to be confirmed without one.',
      });
    }
    const confirmedAt = clock();
    await transaction(async (locked) => {
      await sessions(locked).confirm(sessionId, confirmedAt);
      await audit.record(locked, { actor: principal, action: 'session.confirm', subject: `@${handle}`, details: { sessionId }, origin });
    });
    return { confirmedUntil: new Date(confirmedAt.getTime() + confirmationLifetimeMs) };
  };
