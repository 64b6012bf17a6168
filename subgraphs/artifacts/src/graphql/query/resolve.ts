import type { Context } from '../context.ts';

export const resolve = (_: unknown, { refs }: { readonly refs: readonly string[] }, { principal, artifacts }: Context) =>
  artifacts.resolveDependencies(principal, refs);
