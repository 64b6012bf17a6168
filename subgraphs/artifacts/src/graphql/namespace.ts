import type { PageArguments } from '@gati/pagination';
import type { Context } from './context.ts';

export const namespace = {
  __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
  storage: ({ id }: { readonly id: string }, _: unknown, { principal, artifacts }: Context) => artifacts.readStorage(principal, id),
  artifacts: async ({ id }: { readonly id: string }, page: PageArguments, { principal, artifacts, reader }: Context) => {
    const found = await artifacts.listNamespaceArtifacts(principal, id, page);
    const shown = await Promise.all(found.edges.map(async ({ cursor, node }) => ({ cursor, node: await reader.artifact(node) })));
    const edges = shown.filter(({ node }) => node !== null);
    return { ...found, edges, nodes: edges.map(({ node }) => node) };
  },
};
