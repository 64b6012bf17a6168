import type { FactsFor, Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import type { Tables } from '../ports.ts';
import { createReader, type Reader } from '../reader.ts';
import { versions, type LayerRow } from '../repository/versions.ts';
import type { VersionStatus } from '../rules/rights.ts';
import { isId, versionView, type VersionView } from '../views.ts';

/** What other contexts are told of a version. */
export interface VersionFacts {
  readonly versionId: string;
  readonly artifactId: string;
  readonly namespaceId: string;
  readonly artifactName: string;
  readonly version: string;
  readonly digest: Digest;
  readonly status: Uppercase<VersionStatus>;
  readonly visibility: 'public' | 'private';
  readonly publishedAt: Date | null;
  readonly manifestId: string;
}

/** The same with what is large; a manifest may have 1 MiB, so it is never part of a batch. */
export interface SelectedVersion extends VersionFacts {
  readonly gatiManifest: unknown;
  readonly layers: readonly LayerRow[];
}

export interface ArtifactFacts {
  readonly artifactId: string;
  readonly namespaceId: string;
  readonly name: string;
  readonly visibility: 'public' | 'private';
}

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
}

const factsOf = ({ id, status, manifestId, artifactType: _, sizeBytes: __, statusReason: ___, deprecation: ____, ...rest }: VersionView): VersionFacts => ({
  ...rest,
  versionId: id,
  status: status.toUpperCase() as Uppercase<VersionStatus>,
  // Only an unpublished version has let go of its manifest, and nobody is told of one.
  manifestId: manifestId ?? '',
});

/** For jobs, which ask for nobody: no rights are decided. What is gone is absent. */
export const versionFacts =
  ({ tables }: Pick<Dependencies, 'tables'>) =>
  async (versionIds: readonly string[]): Promise<ReadonlyMap<string, VersionFacts>> => {
    const rows = await versions(tables).byIds(versionIds.filter(isId));
    return new Map(rows.map((row) => [row.id, factsOf(versionView(row))]));
  };

/** Those of the versions that the caller may see; one query, and one for rights. */
export const readableVersions =
  (dependencies: Dependencies) =>
  async (principal: Principal, versionIds: readonly string[]): Promise<ReadonlyMap<string, VersionFacts>> => {
    const reader = createReader(dependencies)(principal);
    const shown = await Promise.all([...new Set(versionIds)].map((id) => reader.version(id)));
    return new Map(shown.flatMap((version) => (version ? [[version.id, factsOf(version)]] : [])));
  };

/** Those of the artifacts that the caller may see; one query, and one for rights. */
export const readableArtifacts =
  (dependencies: Dependencies) =>
  async (principal: Principal, artifactIds: readonly string[]): Promise<ReadonlyMap<string, ArtifactFacts>> => {
    const reader = createReader(dependencies)(principal);
    const shown = await Promise.all([...new Set(artifactIds)].map((id) => reader.artifact(id)));
    return new Map(
      shown.flatMap((artifact) =>
        artifact ? [[artifact.id, { artifactId: artifact.id, namespaceId: artifact.namespaceId, name: artifact.name, visibility: artifact.visibility }]] : [],
      ),
    );
  };

const choose = async (reader: Reader, name: string, ref: string): Promise<VersionView | null> => {
  const artifact = await reader.artifactNamed(name);
  return artifact && reader.select(artifact, ref);
};

/** The version of exactly this number; null for what is missing or hidden, and for a text that is no number. */
export const findVersion =
  (dependencies: Dependencies) =>
  async (principal: Principal, name: string, version: string): Promise<VersionFacts | null> => {
    const found = await choose(createReader(dependencies)(principal), name, version);
    return found?.version === version ? factsOf(found) : null;
  };

/** What a version, label, range or digest selects for the caller, whatever its status; null for what is missing or hidden. */
export const selectVersion =
  (dependencies: Dependencies) =>
  async (principal: Principal, name: string, ref: string): Promise<SelectedVersion | null> => {
    const reader = createReader(dependencies)(principal);
    const found = await choose(reader, name, ref);
    if (!found) return null;
    const { gatiManifest, layers } = await reader.content(found);
    return { ...factsOf(found), gatiManifest, layers };
  };
