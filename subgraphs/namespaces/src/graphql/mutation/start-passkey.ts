import type { Context } from '../context.ts';

export const startPasskey = (_: unknown, __: unknown, { principal, namespaces, origin }: Context) => namespaces.startPasskey(principal, origin);

export const startPasskeySignIn = (_: unknown, __: unknown, { namespaces, origin }: Context) => namespaces.startPasskeySignIn(origin);
