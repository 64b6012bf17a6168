import type { Context } from '../context.ts';
import { showSession } from '../shapes.ts';

export const refreshSession = async (_: unknown, { input }: { readonly input: { readonly refreshToken: string } }, { namespaces, origin }: Context) =>
  showSession(await namespaces.refreshSession(input.refreshToken, origin));
