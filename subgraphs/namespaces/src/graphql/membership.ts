import type { Context } from './context.ts';
import type { MembershipRow } from '../index.ts';
import { showAccount, showNamespace } from './shapes.ts';

export const membership = {
  role: ({ role }: MembershipRow) => role.toUpperCase(),
  account: async ({ accountId }: MembershipRow, _: unknown, { principal, accountById }: Context) => {
    const found = await accountById.load(accountId);
    return found && showAccount(found, principal);
  },
  namespace: async ({ namespaceId }: MembershipRow, _: unknown, { namespaceById }: Context) => {
    const found = await namespaceById.load(namespaceId);
    return found && showNamespace(found);
  },
};
