import { RegistryError } from '@gati/errors';
import { cutGraph } from '../index.ts';
import type { Context } from './context.ts';

/** Bound of `Artifact.timescape(last:)`; a page of the web shows 500. */
const lastMax = 1_000;

const versionOf = (node: { versionId: string; version: string; publishedAt: Date }) => ({
  id: node.versionId,
  version: node.version,
  publishedAt: node.publishedAt,
});

export const artifact = {
  __resolveReference: async ({ id }: { id: string }, { isReadable }: Context) => ((await isReadable.load(id)) ? { id } : null),

  timescape: async ({ id }: { id: string }, { last, line }: { last: number; line?: string | null }, { graphs }: Context) => {
    if (last < 1 || last > lastMax)
      throw new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'last', message: `${last} is not between 1 and ${lastMax}` }] });
    const graph = await graphs.load(id);
    if (!graph) return null;
    const { totalCount, nodes, edges } = cutGraph(graph, { last, line: line ?? null });
    const versions = new Map(nodes.map((node) => [node.versionId, versionOf(node)]));
    return {
      totalCount,
      nodes: nodes.map((node) => ({ version: versions.get(node.versionId), line: node.line, gtypeHash: node.gtypeHash })),
      edges: edges.map((edge) => ({
        from: versions.get(edge.fromVersionId),
        to: versions.get(edge.toVersionId),
        kind: edge.kind.toUpperCase(),
        breaking: edge.breaking,
        suggestedBump: edge.suggestedBump,
        transformer: null,
        guide: null,
      })),
    };
  },
};
