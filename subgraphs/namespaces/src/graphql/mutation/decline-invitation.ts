import type { Context } from '../context.ts';

interface Input {
  readonly id: string;
  readonly token?: string | null;
}

export const declineInvitation = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => ({
  invitation: await namespaces.declineInvitation(principal, { id: input.id, token: input.token ?? null }, origin),
});
