import type { Context } from './context.ts';
import { showAccount } from './shapes.ts';

export const account = {
  __resolveReference: async ({ id }: { readonly id: string }, { principal, accountById }: Context) => {
    const found = await accountById.load(id);
    return found && showAccount(found, principal);
  },
};
