import type { Context } from './context.ts';
import { showNamespace } from './shapes.ts';

export const apiKey = {
  artifacts: async ({ artifactPatterns }: { readonly artifactPatterns: readonly string[] }, _: unknown, { namespaceById }: Context) => {
    const shown = await Promise.all(
      artifactPatterns.map(async (limit) => {
        const slash = limit.indexOf('/');
        const namespace = await namespaceById.load(limit.slice(0, slash));
        return namespace ? [`@${namespace.handle}${limit.slice(slash)}`] : [];
      }),
    );
    return shown.flat();
  },
  namespaces: async ({ namespaceIds }: { readonly namespaceIds: readonly string[] }, _: unknown, { namespaceById }: Context) => {
    const found = await Promise.all(namespaceIds.map((id) => namespaceById.load(id)));
    return found.flatMap((namespace) => (namespace ? [showNamespace(namespace)] : []));
  },
};
