import type { TeamRow } from '../index.ts';
import type { Context } from './context.ts';
import { showAccount, showNamespace, showTeam } from './shapes.ts';

export const team = {
  __resolveReference: async ({ id }: { readonly id: string }, { teamById }: Context) => {
    const found = await teamById.load(id);
    return found && showTeam(found);
  },
  namespace: async ({ namespaceId }: TeamRow, _: unknown, { namespaceById }: Context) => {
    const found = await namespaceById.load(namespaceId);
    return found && showNamespace(found);
  },
  members: async ({ id, namespaceId }: TeamRow, _: unknown, { principal, namespaces, accountById }: Context) => {
    const ids = await namespaces.listTeamMembers(principal, { id, namespaceId });
    const found = ids && (await accountById.loadMany(ids));
    return found && found.flatMap((account) => (account && !(account instanceof Error) ? [showAccount(account, principal)] : []));
  },
};
