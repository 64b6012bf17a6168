import type { Context } from '../context.ts';

export const startTotp = (_: unknown, __: unknown, { principal, namespaces }: Context) => namespaces.startTotp(principal);
