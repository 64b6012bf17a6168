import type { Context } from '../context.ts';

export const signOut = (_: unknown, __: unknown, { principal, namespaces, origin }: Context) => namespaces.signOut(principal, origin);
