import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { accounts, namespaces, type NamespaceRow } from '../repository.ts';
import { assertHandleFree, handleKeyOf } from '../rules/handles.ts';

export interface CreateOrganization {
  readonly handle: Handle;
  readonly displayName: string;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly audit: Audit;
}

/** Organizations an account may own: handles are not to be hoarded. */
export const organizationsMax = 100;

/**
 * Makes an organization with the account that asks as its owner. Of several at once with one handle, exactly one succeeds.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN for an API key without the scope admin, or limited to some namespaces
 * @throws HANDLE_TAKEN, HANDLE_RESERVED
 * @throws QUOTA_EXCEEDED above 100 organizations owned
 */
export const createOrganization =
  ({ transaction, clock, makeId, audit }: Dependencies) =>
  async (principal: Principal, { handle, displayName }: CreateOrganization, origin: RequestOrigin): Promise<NamespaceRow> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    if (!principal.scopes.has('admin') || principal.limitedTo) {
      throw new RegistryError('FORBIDDEN', {
        reason: 'Making an organization needs a session, or an API key with the scope admin that is not limited to namespaces.',
      });
    }
    assertHandleFree(handle);

    return transaction(async (locked, emit) => {
      await accounts(locked).lock(principal.accountId);
      const owned = await namespaces(locked).countOrganizationsOwnedBy(principal.accountId);
      if (owned >= organizationsMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of organizations', limit: organizationsMax, found: owned + 1 });
      const createdAt = clock();
      const organization: NamespaceRow = { id: makeId(), handle, kind: 'organization', displayName };
      if (!(await namespaces(locked).insert({ ...organization, handleKey: handleKeyOf(handle), createdAt })))
        throw new RegistryError('HANDLE_TAKEN', { handle });
      await namespaces(locked).insertMember({ accountId: principal.accountId, namespaceId: organization.id, role: 'owner', createdAt });
      await audit.record(locked, { actor: principal, action: 'organization.create', subject: `@${handle}`, origin });
      await emit('namespace.changed', { namespaceId: organization.id });
      await emit('member.changed', { namespaceId: organization.id, accountId: principal.accountId });
      return organization;
    });
  };
