import type { Context } from '../context.ts';

export const withdrawInvitation = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => ({
  invitation: await namespaces.withdrawInvitation(principal, input.id, origin),
});
