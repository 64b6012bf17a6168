import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

interface Input {
  readonly handleOrEmail: string;
  readonly password: string;
  /** Of no account yet: none has a second factor. */
  readonly totp?: string | null;
}

export const signIn = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) =>
  showSession(await namespaces.signIn(input, origin));
