import type { InvitationRow } from '../index.ts';
import type { Context } from './context.ts';
import { showAccount, showNamespace } from './shapes.ts';

export const invitation = {
  role: ({ role }: InvitationRow) => role.toUpperCase(),
  handle: async ({ accountId }: InvitationRow, _: unknown, { accountById }: Context) =>
    accountId === null ? null : ((await accountById.load(accountId))?.handle ?? null),
  namespace: async ({ namespaceId }: InvitationRow, _: unknown, { namespaceById }: Context) => {
    const found = await namespaceById.load(namespaceId);
    return found && showNamespace(found);
  },
  invitedBy: async ({ invitedBy }: InvitationRow, _: unknown, { accountById, principal }: Context) => {
    const found = await accountById.load(invitedBy);
    return found && showAccount(found, principal);
  },
};
