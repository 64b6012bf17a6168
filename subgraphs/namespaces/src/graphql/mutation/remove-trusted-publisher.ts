import type { Context } from '../context.ts';
import { showTrustedPublisher } from '../shapes.ts';

export const removeTrustedPublisher = async (
  _: unknown,
  { input }: { readonly input: { readonly id: string } },
  { principal, namespaces, origin, namespaceById }: Context,
) => {
  const removed = await namespaces.removeTrustedPublisher(principal, input.id, origin);
  const namespace = await namespaceById.load(removed.namespaceId);
  return { trustedPublisher: showTrustedPublisher(removed, namespace?.handle ?? '') };
};
