import type { Context } from '../context.ts';

interface Input {
  readonly id: string;
  readonly token?: string | null;
}

export const acceptInvitation = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => ({
  membership: await namespaces.acceptInvitation(principal, { id: input.id, token: input.token ?? null }, origin),
});
