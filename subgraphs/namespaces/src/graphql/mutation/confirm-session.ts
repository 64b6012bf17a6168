import type { Context } from '../context.ts';

interface Input {
  readonly code?: string | null;
  readonly passkey?: string | null;
}

export const confirmSession = (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) =>
  namespaces.confirmSession(principal, input, origin);
