import type { Context } from '../context.ts';

export const approveDeviceLogin = (_: unknown, { input }: { readonly input: { readonly userCode: string } }, { principal, namespaces, origin }: Context) =>
  namespaces.approveDeviceLogin(principal, input.userCode, origin);
