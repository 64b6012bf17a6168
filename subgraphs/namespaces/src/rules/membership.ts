import { hasRole, type Action, type Role } from '@gati/authority';
import { RegistryError } from '@gati/errors';

/** What somebody must be allowed who gives, changes or takes these roles: where an owner is concerned only owners may act. Null stands for no membership. */
export const actionFor = (...roles: readonly (Role | null)[]): Action => (roles.includes('owner') ? 'namespace.own' : 'namespace.manage');

/** @param owners  how many there are, the member included. @throws LAST_OWNER when nobody would be left to decide */
export function assertOwnerStays(
  handle: string,
  { role, becomes, owners }: { readonly role: Role; readonly becomes: Role | null; readonly owners: number },
): void {
  if (role === 'owner' && becomes !== 'owner' && owners <= 1) throw new RegistryError('LAST_OWNER', { handle });
}

/** The role after somebody who has one accepts another: an invitation never takes anything away. */
export const higherRole = (present: Role | null, offered: Role): Role => (present !== null && hasRole(present, offered) ? present : offered);

/** @throws FORBIDDEN for what is one account's own */
export function assertHasMembers({ handle, kind }: { readonly handle: string; readonly kind: 'user' | 'organization' }): void {
  if (kind === 'organization') return;
  throw new RegistryError('FORBIDDEN', {
    reason: `@${handle} is one account's own and takes no members.`,
    suggestion: 'Make an organization and invite them there: gati org create HANDLE',
  });
}
