import type { Context } from '../context.ts';
import { showVerification } from '../shapes.ts';

export const removeVerification = async (
  _: unknown,
  { input: { id } }: { readonly input: { readonly id: string } },
  { principal, namespaces, origin }: Context,
) => ({
  verification: showVerification(await namespaces.removeVerification(principal, id, origin)),
});
