import type { Context } from '../context.ts';
import { showActiveSession } from '../shapes.ts';

export const endSession = async (_: unknown, { input }: { readonly input: { readonly id: string } }, { principal, namespaces, origin }: Context) => ({
  session: showActiveSession(await namespaces.endSession(principal, input.id, origin), principal),
});
