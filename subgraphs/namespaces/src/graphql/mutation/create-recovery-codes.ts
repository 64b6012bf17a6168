import type { Context } from '../context.ts';

export const createRecoveryCodes = (_: unknown, __: unknown, { principal, namespaces, origin }: Context) => namespaces.createRecoveryCodes(principal, origin);
