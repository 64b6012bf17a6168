import type { Context } from '../context.ts';
import { showIdentity } from '../shapes.ts';

interface Input {
  readonly code: string;
  readonly codeVerifier: string;
}

export const linkIdentity = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => ({
  identity: showIdentity(await namespaces.linkIdentity(principal, input, origin)),
});
