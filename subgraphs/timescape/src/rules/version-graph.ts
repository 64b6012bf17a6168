import semver from 'semver';

/** A version of the graph, by whatever names it. */
export interface GraphVersion {
  readonly versionId: string;
  /** Semantic version. */
  readonly version: string;
}

export interface PlannedEdge {
  readonly fromVersionId: string;
  readonly toVersionId: string;
  readonly kind: 'succession' | 'branch';
}

/** The release line of a version: what semver calls compatible. 1.4.2 is on 1.x; below 1.0 each minor breaks, so 0.3.1 is on 0.3.x. */
export function lineOf(version: string): string {
  const { major, minor } = new semver.SemVer(version);
  return major > 0 ? `${major}.x` : `0.${minor}.x`;
}

/**
 * Which version came from which: each from the next lower one on its line, the first of a line from the highest lower one of all.
 * A pure function of the set, so the graph is the same in whatever order versions arrive; it has no circle, and exactly one root.
 */
export function planEdges(versions: readonly GraphVersion[]): readonly PlannedEdge[] {
  const sorted = [...versions].sort((a, b) => semver.compare(a.version, b.version));
  const lastOfLine = new Map<string, GraphVersion>();
  const edges: PlannedEdge[] = [];
  let last: GraphVersion | null = null;
  for (const next of sorted) {
    const line = lineOf(next.version);
    const sameLine = lastOfLine.get(line);
    const from = sameLine ?? last;
    if (from) edges.push({ fromVersionId: from.versionId, toVersionId: next.versionId, kind: sameLine ? 'succession' : 'branch' });
    lastOfLine.set(line, next);
    last = next;
  }
  return edges;
}

/** Which part of the number was raised between two versions; NONE where the newer is not higher. */
export function declaredBump(from: string, to: string): 'MAJOR' | 'MINOR' | 'PATCH' | 'NONE' {
  if (!semver.gt(to, from)) return 'NONE';
  const [a, b] = [new semver.SemVer(from), new semver.SemVer(to)];
  if (a.major !== b.major) return 'MAJOR';
  return a.minor === b.minor ? 'PATCH' : 'MINOR';
}
