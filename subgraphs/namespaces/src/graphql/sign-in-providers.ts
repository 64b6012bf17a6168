import type { Context } from './context.ts';

export const signInProvidersQuery = (_: unknown, __: unknown, { namespaces }: Context) => namespaces.signInProviders.map((name) => name.toUpperCase());
