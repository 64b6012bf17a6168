import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, linkedIdentities, passkeys, type LinkedIdentityRow, type Tables } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';
import { linkedIdentitiesMax } from './link-identity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/**
 * Takes an identity from the signed-in account, which cannot sign in with it any more. Sessions go on.
 * @throws UNAUTHENTICATED for anonymous
 * @throws NOT_FOUND also for the identity of another account
 * @throws FORBIDDEN for API keys, and for the last way to sign in
 * @throws STEP_UP_REQUIRED
 */
export const unlinkIdentity =
  ({ transaction, assertConfirmed, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<LinkedIdentityRow> => {
    const { accountId, handle } = await assertConfirmedPerson(assertConfirmed, principal);

    return transaction(async (locked) => {
      await accounts(locked).lock(accountId);
      const linked = await linkedIdentities(locked).list(accountId, linkedIdentitiesMax);
      const identity = linked.find((one) => one.id === id);
      if (!identity) throw new RegistryError('NOT_FOUND', { reference: `linked identity ${id.slice(0, 80)}` });
      if (linked.length === 1 && !(await hasOtherWay(locked, accountId)))
        throw new RegistryError('FORBIDDEN', {
          reason: 'Without this identity there would be no way left to sign in.',
          suggestion: 'Choose a password, add a passkey or link another identity first.',
        });
      await linkedIdentities(locked).remove(id);
      await audit.record(locked, {
        actor: principal,
        action: 'identity.unlink',
        subject: `@${handle}`,
        details: { provider: identity.provider, name: identity.name },
        origin,
      });
      return identity;
    });
  };

const hasOtherWay = async (tables: Tables, accountId: string): Promise<boolean> =>
  (await accounts(tables).findPasswordHash(accountId)) !== null || (await passkeys(tables).list(accountId)).length > 0;

/** The identities that the signed-in account signs in with, oldest first. */
export const listIdentities =
  ({ tables }: { readonly tables: Tables }) =>
  (accountId: string): Promise<readonly LinkedIdentityRow[]> =>
    linkedIdentities(tables).list(accountId, linkedIdentitiesMax);
