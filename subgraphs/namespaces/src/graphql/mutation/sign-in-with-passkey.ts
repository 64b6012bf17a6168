import { parseClientName } from '../../index.ts';
import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

interface Input {
  readonly response: string;
  readonly clientName?: string | null;
}

export const signInWithPasskey = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) =>
  showSession(await namespaces.signInWithPasskey({ answer: input.response, clientName: parseClientName(input.clientName) }, origin));
