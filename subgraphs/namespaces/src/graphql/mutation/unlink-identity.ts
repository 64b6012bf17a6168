import type { Context } from '../context.ts';
import { showIdentity } from '../shapes.ts';

export const unlinkIdentity = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => ({
  identity: showIdentity(await namespaces.unlinkIdentity(principal, input.id, origin)),
});
