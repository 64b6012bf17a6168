import { compareGTypes, hashOfGTypes, type GTypes } from '@gati/gtype';
import { versionGraphs, type Edge, type Tables } from '../repository.ts';
import { lineOf, planEdges, type PlannedEdge } from '../rules/version-graph.ts';

export interface RecordVersion {
  readonly artifactId: string;
  readonly versionId: string;
  /** Semantic version. */
  readonly version: string;
  readonly publishedAt: Date;
  /** The manifest's gtypes; absent means none. */
  readonly gtypes: unknown;
}

/** A participant of publishing: adds the version to its artifact's graph, in the caller's transaction. Recording it again changes nothing. */
export async function recordVersion(tables: Tables, { artifactId, versionId, version, publishedAt, gtypes }: RecordVersion): Promise<void> {
  const graph = versionGraphs(tables);
  await graph.lock(artifactId);
  await graph.addNode({ versionId, artifactId, version, publishedAt, line: lineOf(version), gtypeHash: hashOfGTypes(gtypes), gtypes: gtypes ?? {} });

  const nodes = await graph.outline([artifactId]);
  const before = await graph.edges([artifactId]);
  const planned = planEdges(nodes);
  const wanted = new Set(planned.map(keyOf));
  const known = new Map(before.map((edge) => [keyOf(edge), edge]));
  const missing = planned.filter((edge) => known.get(keyOf(edge))?.kind !== edge.kind);
  const changed = new Set(missing.map(keyOf));

  const types = await graph.typesOf(missing.flatMap(({ fromVersionId, toVersionId }) => [fromVersionId, toVersionId]));
  const added = missing.map((edge): Edge => {
    const { breaking, suggestedBump } = compareGTypes((types.get(edge.fromVersionId) ?? {}) as GTypes, (types.get(edge.toVersionId) ?? {}) as GTypes);
    return { ...edge, artifactId, breaking, suggestedBump };
  });
  await graph.replaceEdges(
    before.filter((edge) => !wanted.has(keyOf(edge)) || changed.has(keyOf(edge))),
    added,
  );
}

const keyOf = ({ fromVersionId, toVersionId }: PlannedEdge): string => `${fromVersionId}>${toVersionId}`;
