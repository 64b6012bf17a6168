import type { Transaction } from '@gati/database';
import type { PlannedEdge } from './rules/version-graph.ts';

/** The tables of this context, and no others. */
export type Tables = Pick<Transaction, 'versionNode' | 'versionEdge' | '$executeRaw'>;

export interface Node {
  readonly versionId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly publishedAt: Date;
  readonly line: string;
  readonly gtypeHash: string;
  readonly gtypes: unknown;
}
export interface Edge extends PlannedEdge {
  readonly artifactId: string;
  readonly breaking: boolean;
  readonly suggestedBump: string;
}

export const versionGraphs = (tables: Tables) => ({
  /** Nobody else changes this artifact's graph until the transaction ends. */
  lock: async (artifactId: string) => void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`timescape:${artifactId}`}, 0))`),

  addNode: async (node: Node) => void (await tables.versionNode.createMany({ data: [{ ...node, gtypes: node.gtypes as object }], skipDuplicates: true })),

  /** Without the types, which can be large. */
  outline: (artifactIds: readonly string[]) =>
    tables.versionNode.findMany({
      where: { artifactId: { in: [...artifactIds] } },
      select: { versionId: true, artifactId: true, version: true, publishedAt: true, line: true, gtypeHash: true },
    }),

  typesOf: async (versionIds: readonly string[]): Promise<ReadonlyMap<string, unknown>> => {
    const rows = await tables.versionNode.findMany({ where: { versionId: { in: [...versionIds] } }, select: { versionId: true, gtypes: true } });
    return new Map(rows.map(({ versionId, gtypes }) => [versionId, gtypes]));
  },

  edges: (artifactIds: readonly string[]): Promise<Edge[]> => tables.versionEdge.findMany({ where: { artifactId: { in: [...artifactIds] } } }),

  replaceEdges: async (gone: readonly PlannedEdge[], added: readonly Edge[]) => {
    if (gone.length > 0) await tables.versionEdge.deleteMany({ where: { OR: gone.map(({ fromVersionId, toVersionId }) => ({ fromVersionId, toVersionId })) } });
    if (added.length > 0) await tables.versionEdge.createMany({ data: [...added] });
  },
});
