import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, linkedIdentities, type LinkedIdentityRow } from '../repository.ts';
import type { RedeemSignInCode, SignInCode } from '../sign-in-codes.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly redeem: RedeemSignInCode;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/** Identities an account may have. */
export const linkedIdentitiesMax = 10;

/**
 * Links the identity behind a code to the signed-in account, which can sign in with it from now on. Linking again changes nothing.
 * @throws UNAUTHENTICATED for anonymous, and for a code that does not count
 * @throws FORBIDDEN for API keys, and for an identity of another account
 * @throws STEP_UP_REQUIRED, before the code is spent
 * @throws QUOTA_EXCEEDED above 10 identities
 */
export const linkIdentity =
  ({ transaction, clock, makeId, redeem, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, input: SignInCode, origin: RequestOrigin): Promise<LinkedIdentityRow> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);
    const { provider, issuer, subject, name } = await redeem(input);

    return transaction(async (locked) => {
      await linkedIdentities(locked).lock(issuer, subject);
      await accounts(locked).lock(accountId);
      const known = await linkedIdentities(locked).find(issuer, subject);
      if (known?.accountId === accountId) return known;
      if (known)
        throw new RegistryError('FORBIDDEN', {
          reason: 'This identity is linked to another account.',
          suggestion: 'Sign in with it, and unlink it there first.',
        });
      const count = (await linkedIdentities(locked).list(accountId, linkedIdentitiesMax)).length;
      if (count >= linkedIdentitiesMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of linked identities', limit: linkedIdentitiesMax, found: count + 1 });
      const linked = { id: makeId(), accountId, provider, name, createdAt: clock() };
      await linkedIdentities(locked).insert({ ...linked, issuer, subject });
      await audit.record(locked, {
        actor: principal,
        action: 'identity.link',
        subject: `@${handle}`,
        details: { provider, issuer, subject, name },
        origin,
      });
      return { ...linked, lastUsedAt: linked.createdAt };
    });
  };
