import type { Context } from '../context.ts';
import { showTwoFactor } from '../shapes.ts';

export const removePasskey = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => {
  await namespaces.removePasskey(principal, input.id, origin);
  return { twoFactor: showTwoFactor(await namespaces.readTwoFactor(principal)) };
};
