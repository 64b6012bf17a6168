import { parseClientName, parseNewAccount } from '../../index.ts';
import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

interface Input {
  readonly handle: string;
  readonly email: string;
  readonly password: string;
  readonly clientName?: string | null;
}

export const signUp = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) =>
  showSession(await namespaces.signUp({ ...parseNewAccount(input), clientName: parseClientName(input.clientName) }, origin));
