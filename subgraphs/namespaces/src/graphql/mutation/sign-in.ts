import { parseClientName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

interface Input {
  readonly handleOrEmail: string;
  readonly password: string;
  /** Or a recovery code. */
  readonly totp?: string | null;
  readonly passkey?: string | null;
  readonly clientName?: string | null;
}

export const signIn = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) => {
  const { handleOrEmail, password, totp, passkey, clientName } = input;
  return showSession(await namespaces.signIn({ handleOrEmail, password, code: totp, passkey, clientName: parseClientName(clientName) }, origin));
};
