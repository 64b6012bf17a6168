import type { Cursor } from './cursor.ts';
import type { Page } from './page.ts';

export interface Edge<N> {
  readonly cursor: string;
  readonly node: N;
}
export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}
/** A page of a list, as GraphQL answers it (Relay cursor connections). */
export interface Connection<N> {
  readonly edges: readonly Edge<N>[];
  readonly nodes: readonly N[];
  readonly pageInfo: PageInfo;
}

/**
 * Makes a page of the rows that were read for it, in their order.
 * @param rows  at most `page.limit` rows from `page.after` on: the one too many says that more follows and is not shown
 * @param positionOf  the place of a row, as its cursor declares it
 */
export function buildConnection<R, P extends readonly unknown[] | []>(
  rows: readonly R[],
  page: Page<P>,
  cursor: Cursor<P>,
  positionOf: (row: R) => NoInfer<P>,
): Connection<R> {
  const nodes = rows.slice(0, page.first);
  const edges = nodes.map((node) => ({ cursor: cursor.encode(positionOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      // A cursor is the place of an item that was shown, so at least that one stands before.
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** A list of which nothing may be shown. */
export const emptyConnection = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: 0,
} as const;
