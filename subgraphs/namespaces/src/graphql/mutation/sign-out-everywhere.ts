import type { Context } from '../context.ts';

export const signOutEverywhere = (_: unknown, { input }: { readonly input: { readonly keepThis: boolean } }, { principal, namespaces, origin }: Context) =>
  namespaces.signOutEverywhere(principal, input, origin);
