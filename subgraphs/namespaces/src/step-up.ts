import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { sessions, type Tables } from './repository.ts';
import { assertIsPerson, type Person } from './rules/account-rights.ts';
import type { SecondFactors } from './second-factors.ts';

/** How long a confirmation holds: long enough for one errand, shorter than a session that was left open over lunch. */
export const confirmationLifetimeMs = 15 * 60_000;

/**
 * Stands before every act that cannot be taken back or that would let a thief of a session stay: asks for the second factor where the account has one.
 * API keys have none to show; what they may do is in their scopes.
 * @param within  the tables of a transaction that goes on
 * @throws STEP_UP_REQUIRED for the session of an account with a second factor that was not confirmed within 15 minutes
 */
export type AssertConfirmed = (principal: Principal, within?: Tables) => Promise<void>;

export const createStepUp =
  ({ tables, clock, secondFactors }: { readonly tables: Tables; readonly clock: Clock; readonly secondFactors: Pick<SecondFactors, 'has'> }): AssertConfirmed =>
  async (principal, within = tables) => {
    if (principal.kind === 'anonymous' || principal.sessionId === null) return;
    const confirmedAt = await sessions(within).findConfirmedAt(principal.sessionId);
    if (confirmedAt && clock().getTime() < confirmedAt.getTime() + confirmationLifetimeMs) return;
    if (await secondFactors.has(principal.accountId, within)) throw new RegistryError('STEP_UP_REQUIRED', {});
  };

/**
 * Stands before what a signed-in person alone may do, and only with the second factor where there is one.
 * @param why  what keys are told
 * @throws UNAUTHENTICATED for anonymous, FORBIDDEN for API keys, STEP_UP_REQUIRED
 */
export async function assertConfirmedPerson(assertConfirmed: AssertConfirmed, principal: Principal, why?: string): Promise<Person> {
  const person = assertIsPerson(principal, why);
  await assertConfirmed(principal);
  return person;
}
