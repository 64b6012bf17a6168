import type { Context } from '../context.ts';
import { showApiKey } from '../shapes.ts';

interface Input {
  readonly id: string;
  readonly overlapHours: number;
}

export const rotateApiKey = async (_: unknown, { input }: { readonly input: Input }, { principal, namespaces, origin }: Context) => {
  const { secret, apiKey, previous } = await namespaces.rotateApiKey(principal, input, origin);
  return { secret, apiKey: showApiKey(apiKey), previous: showApiKey(previous) };
};
