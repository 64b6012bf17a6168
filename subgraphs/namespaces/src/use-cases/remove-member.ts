import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { invitations, members, type NamespaceRow } from '../repository.ts';
import type { AssertConfirmed } from '../step-up.ts';
import { actionFor, assertOwnerStays } from '../rules/membership.ts';

export interface RemoveMember {
  readonly namespace: Handle;
  readonly handle: Handle;
}

/**
 * Ends a membership with all that it gave: the role, places in teams, grants on single artifacts, and the invitations that the member made. Everyone may leave; the last owner cannot.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED; removing an owner needs the role owner
 * @throws STEP_UP_REQUIRED where it is an owner, for a session that should confirm first
 * @throws LAST_OWNER
 */
export const removeMember =
  ({ transaction, assertConfirmed, audit }: { readonly transaction: RunTransaction; readonly assertConfirmed: AssertConfirmed; readonly audit: Audit }) =>
  (principal: Principal, { namespace: handle, handle: member }: RemoveMember, origin: RequestOrigin): Promise<NamespaceRow> => {
    const leaves = principal.kind !== 'anonymous' && principal.handle === member;
    const least = leaves ? 'namespace.leave' : 'namespace.manage';
    return actInNamespace({ transaction }, principal, { handle, action: least }, async ({ tables, emit, namespace, actor, assertMay }) => {
      const present = await members(tables).findByHandle(namespace.id, member);
      if (!present) throw new RegistryError('NOT_FOUND', { reference: `member @${member} of @${handle}` });
      if (present.accountId !== actor.accountId) await assertMay(actionFor(present.role));
      if (present.role === 'owner') await assertConfirmed(principal, tables);
      assertOwnerStays(handle, { role: present.role, becomes: null, owners: await members(tables).countOwners(namespace.id) });

      await members(tables).remove(namespace.id, present.accountId);
      await members(tables).removeGrants(namespace.id, present.accountId);
      await invitations(tables).removeOf(namespace.id, present.accountId);
      await audit.record(tables, {
        actor,
        action: leaves ? 'member.leave' : 'member.remove',
        subject: `@${handle}`,
        details: { member: `@${member}`, before: present.role },
        origin,
      });
      await emit('member.changed', { namespaceId: namespace.id, accountId: present.accountId });
      return namespace;
    });
  };
