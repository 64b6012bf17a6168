import { hasRole, type Principal, type Role, type RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AssertConfirmed } from '../step-up.ts';
import { invitations, members, type MembershipRow } from '../repository.ts';
import { actionFor, assertOwnerStays } from '../rules/membership.ts';

export interface SetMemberRole {
  readonly namespace: Handle;
  readonly handle: Handle;
  readonly role: Role;
}

/**
 * Changes a member's role from the next request on. Of owners who demote one another at once one stays. Who loses rights loses the invitations that it made, too.
 * @throws STEP_UP_REQUIRED where an owner is concerned, for a session that should confirm first
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED; where an owner is concerned the role owner is needed
 * @throws LAST_OWNER
 */
export const setMemberRole =
  ({ transaction, assertConfirmed, audit }: { readonly transaction: RunTransaction; readonly assertConfirmed: AssertConfirmed; readonly audit: Audit }) =>
  (principal: Principal, { namespace: handle, handle: member, role }: SetMemberRole, origin: RequestOrigin): Promise<MembershipRow> =>
    actInNamespace({ transaction }, principal, { handle, action: actionFor(role) }, async ({ tables, emit, namespace, actor, assertMay }) => {
      const present = await members(tables).findByHandle(namespace.id, member);
      if (!present) throw new RegistryError('NOT_FOUND', { reference: `member @${member} of @${handle}` });
      await assertMay(actionFor(present.role, role));
      if (present.role === role) return present;
      if (present.role === 'owner' || role === 'owner') await assertConfirmed(principal, tables);
      assertOwnerStays(handle, { role: present.role, becomes: role, owners: await members(tables).countOwners(namespace.id) });

      const after = { ...present, role };
      await members(tables).setRole(after);
      if (!hasRole(role, present.role)) await invitations(tables).removeOf(namespace.id, present.accountId);
      await audit.record(tables, {
        actor,
        action: 'member.change',
        subject: `@${handle}`,
        details: { member: `@${member}`, before: present.role, after: role },
        origin,
      });
      await emit('member.changed', { namespaceId: namespace.id, accountId: present.accountId });
      return after;
    });
