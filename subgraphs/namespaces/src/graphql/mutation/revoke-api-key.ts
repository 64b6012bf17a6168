import type { Context } from '../context.ts';
import { showApiKey } from '../shapes.ts';

export const revokeApiKey = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => ({
  apiKey: showApiKey(await namespaces.revokeApiKey(principal, input.id, origin)),
});
