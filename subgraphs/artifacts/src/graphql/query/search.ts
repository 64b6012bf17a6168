import type { PageArguments } from '@gati/pagination';
import type { SearchRequest } from '../../rules/search-input.ts';
import type { Context } from '../context.ts';

export const search = async (_: unknown, { query, ...page }: PageArguments & { readonly query: SearchRequest }, { principal, artifacts, reader }: Context) => {
  const { hits, hasNextPage, ...result } = await artifacts.searchArtifacts(principal, query, page);
  // Decided once more before it leaves: the index may be a moment behind.
  const shown = await Promise.all(
    hits.map(async ({ artifactId, cursor, highlights }) => ({ cursor, highlights, artifact: await reader.artifact(artifactId) })),
  );
  const edges = shown.flatMap(({ cursor, highlights, artifact }) => (artifact ? [{ cursor, node: { artifact, highlights } }] : []));
  return {
    ...result,
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: page.after !== undefined && page.after !== null,
      startCursor: hits[0]?.cursor ?? null,
      endCursor: hits.at(-1)?.cursor ?? null,
    },
  };
};
