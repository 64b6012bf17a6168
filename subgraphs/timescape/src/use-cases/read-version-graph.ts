import type { Principal } from '@gati/authority';
import semver from 'semver';
import { versionGraphs, type Edge, type Tables } from '../repository.ts';

export interface VersionGraph {
  /** How many versions the asker may see in all. */
  readonly totalCount: number;
  /** Oldest first by number. */
  readonly nodes: readonly {
    readonly versionId: string;
    readonly version: string;
    readonly publishedAt: Date;
    readonly line: string;
    readonly gtypeHash: string;
  }[];
  readonly edges: readonly Edge[];
}

interface Dependencies {
  readonly tables: Tables;
  /** Those of the versions that the asker may see; one batch. */
  readonly readableVersions: (principal: Principal, versionIds: readonly string[]) => Promise<ReadonlyMap<string, unknown>>;
}

/** The graphs of some artifacts, as far as the asker may see their versions; in three queries for all of them. The caller has decided that the artifacts may be seen. */
export const readVersionGraphs =
  ({ tables, readableVersions }: Dependencies) =>
  async (principal: Principal, artifactIds: readonly string[]): Promise<ReadonlyMap<string, VersionGraph>> => {
    const all = await versionGraphs(tables).outline(artifactIds);
    const [readable, edges] = await Promise.all([
      readableVersions(
        principal,
        all.map(({ versionId }) => versionId),
      ),
      versionGraphs(tables).edges(artifactIds),
    ]);
    return new Map(
      artifactIds.map((artifactId) => {
        const nodes = all.filter((node) => node.artifactId === artifactId && readable.has(node.versionId)).sort((a, b) => semver.compare(a.version, b.version));
        const shown = new Set(nodes.map(({ versionId }) => versionId));
        return [artifactId, { totalCount: nodes.length, nodes, edges: edges.filter((edge) => shown.has(edge.fromVersionId) && shown.has(edge.toVersionId)) }];
      }),
    );
  };

/** The newest part of a graph, or of one of its lines. */
export function cutGraph({ totalCount, nodes, edges }: VersionGraph, { last, line }: { readonly last: number; readonly line: string | null }): VersionGraph {
  const kept = nodes.filter((node) => line === null || node.line === line).slice(-last);
  const shown = new Set(kept.map(({ versionId }) => versionId));
  return { totalCount, nodes: kept, edges: edges.filter((edge) => shown.has(edge.fromVersionId) && shown.has(edge.toVersionId)) };
}
