import type { Context } from './context.ts';
import { showNamespace } from './shapes.ts';

export const apiKey = {
  namespaces: async ({ namespaceIds }: { readonly namespaceIds: readonly string[] }, _: unknown, { namespaceById }: Context) => {
    const found = await Promise.all(namespaceIds.map((id) => namespaceById.load(id)));
    return found.flatMap((namespace) => (namespace ? [showNamespace(namespace)] : []));
  },
};
