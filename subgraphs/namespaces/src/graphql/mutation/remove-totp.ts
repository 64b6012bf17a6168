import type { Context } from '../context.ts';
import { showTwoFactor } from '../shapes.ts';

export const removeTotp = async (_: unknown, __: unknown, { principal, namespaces, origin }: Context) => {
  await namespaces.removeTotp(principal, origin);
  return { twoFactor: showTwoFactor(await namespaces.readTwoFactor(principal)) };
};
