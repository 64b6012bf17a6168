import type { Context } from '../context.ts';
import { showTwoFactor } from '../shapes.ts';

export const confirmTotp = async (_: unknown, { input }: { readonly input: { readonly code: string } }, { principal, namespaces, origin }: Context) => {
  const { recoveryCodes } = await namespaces.confirmTotp(principal, input.code, origin);
  return { recoveryCodes, twoFactor: showTwoFactor(await namespaces.readTwoFactor(principal)) };
};
