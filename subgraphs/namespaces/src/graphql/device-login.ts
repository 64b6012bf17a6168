import type { Context } from './context.ts';

export const deviceLoginQuery = (_: unknown, { userCode }: { readonly userCode: string }, { principal, namespaces }: Context) =>
  namespaces.readDeviceLogin(principal, userCode);
