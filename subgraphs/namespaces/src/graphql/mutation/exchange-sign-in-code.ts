import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

interface Input {
  readonly code: string;
  readonly codeVerifier: string;
}

export const exchangeSignInCode = async (_: unknown, { input }: { readonly input: Input }, { namespaces, origin }: Context) =>
  showSession(await namespaces.exchangeSignInCode(input, origin));
