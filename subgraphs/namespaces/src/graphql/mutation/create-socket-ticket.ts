import type { Context } from '../context.ts';

export const createSocketTicket = (_: unknown, __: unknown, { principal, namespaces }: Context) => namespaces.createSocketTicket(principal);
