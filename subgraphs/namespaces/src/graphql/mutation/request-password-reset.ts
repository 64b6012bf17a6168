import type { Context } from '../context.ts';

export const requestPasswordReset = (_: unknown, { input }: { readonly input: { readonly handleOrEmail: string } }, { namespaces, origin }: Context) =>
  namespaces.requestPasswordReset(input.handleOrEmail, origin);
