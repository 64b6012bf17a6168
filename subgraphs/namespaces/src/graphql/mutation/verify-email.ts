import type { Context } from '../context.ts';

export const verifyEmail = async (_: unknown, { input }: { readonly input: { readonly code: string } }, { namespaces, origin }: Context) => {
  const { handle } = await namespaces.verifyEmail(input.code, origin);
  return { handle };
};
