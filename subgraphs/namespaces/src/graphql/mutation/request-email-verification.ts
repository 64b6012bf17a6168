import type { Context } from '../context.ts';

export const requestEmailVerification = (_: unknown, __: unknown, { principal, namespaces, origin }: Context) =>
  namespaces.requestEmailVerification(principal, origin);
