import type { Transaction } from '@gati/database';
import type { Digest } from '@gati/identifiers';
import type { LatestCandidate } from '../rules/latest.ts';
import type { VersionMetadata } from '../rules/gati-manifests.ts';
import type { Sql } from './tables.ts';

export type StoredStatus = 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';

/** A version as pushing, admitting and removing see it. */
export interface VersionRow {
  readonly id: string;
  readonly artifactId: string;
  readonly manifestId: string | null;
  readonly version: string;
  readonly status: StoredStatus;
  readonly statusReason: string | null;
  readonly digest: Digest;
  readonly publishedAt: Date | null;
  readonly unpublishedAt: Date | null;
}

export interface StagedVersion {
  readonly id: string;
  readonly artifactId: string;
  readonly manifestId: string;
  readonly version: string;
  readonly isPrerelease: boolean;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly createdAt: Date;
  readonly pushedBy: string | null;
  readonly metadata: VersionMetadata;
  readonly languages: readonly string[];
  readonly readme: string | null;
}

type Tables = Pick<Transaction, 'version' | 'dependency' | 'indexingProgress'> & Sql;

const select = {
  id: true,
  artifactId: true,
  manifestId: true,
  version: true,
  status: true,
  statusReason: true,
  digest: true,
  publishedAt: true,
  unpublishedAt: true,
} as const;

export const versionRows = (tables: Tables) => ({
  find: async (artifactId: string, version: string): Promise<VersionRow | null> =>
    (await tables.version.findUnique({ where: { artifactId_version: { artifactId, version } }, select })) as VersionRow | null,

  byIds: async (ids: readonly string[]): Promise<readonly VersionRow[]> =>
    (await tables.version.findMany({ where: { id: { in: [...ids] } }, select })).map((row) => row as VersionRow),

  /** The versions that are this manifest. */
  ofManifest: async (manifestId: string): Promise<readonly VersionRow[]> =>
    (
      await tables.version.findMany({
        where: { manifestId, unpublishedAt: null },
        select,
        orderBy: [{ publishedAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
      })
    ).map((row) => row as VersionRow),

  gatiManifestOf: async (id: string): Promise<unknown> =>
    (await tables.version.findUnique({ where: { id }, select: { gatiManifest: true } }))?.gatiManifest ?? null,

  /** Stages a version anew; what the number had before, and was only staged, is gone. */
  stage: async ({ metadata, languages, readme, ...row }: StagedVersion): Promise<void> => {
    const content = {
      ...row,
      status: 'staged' as const,
      statusReason: null,
      publishedAt: null,
      sizeBytes: BigInt(row.sizeBytes),
      gatiManifest: metadata.gatiManifest as never,
      description: metadata.description,
      license: metadata.license,
      keywords: [...metadata.keywords],
      languages: [...languages],
      capabilities: [...metadata.capabilities],
      gatiRange: metadata.gatiRange,
      readme,
      readmeHtml: null,
    };
    const { id, ...rest } = content;
    await tables.version.upsert({ where: { id }, create: content, update: rest, select: { id: true } });
    await tables.dependency.deleteMany({ where: { versionId: id } });
    const dependencies = Object.entries(metadata.dependencies).map(([name, range]) => ({ versionId: id, name, range }));
    if (dependencies.length > 0) await tables.dependency.createMany({ data: dependencies });
  },

  /** Publishes staged versions. */
  publish: async (ids: readonly string[], at: Date): Promise<void> => {
    await tables.version.updateMany({ where: { id: { in: [...ids] }, status: 'staged' }, data: { status: 'published', statusReason: null, publishedAt: at } });
  },

  changeStatus: async (ids: readonly string[], data: { readonly status?: StoredStatus; readonly statusReason: string | null }): Promise<void> => {
    await tables.version.updateMany({ where: { id: { in: [...ids] } }, data });
  },

  /** The number stays used, and readers are told that there is none; it lets go of its manifest. */
  markUnpublished: async (id: string, at: Date): Promise<void> => {
    await tables.version.update({ where: { id }, data: { unpublishedAt: at, manifestId: null }, select: { id: true } });
    await tables.dependency.deleteMany({ where: { versionId: id } });
  },

  remove: async (ids: readonly string[]): Promise<void> => {
    await tables.version.deleteMany({ where: { id: { in: [...ids] }, status: 'staged' } });
  },

  stagedBefore: async (artifactId: string, before: Date): Promise<readonly string[]> =>
    (await tables.version.findMany({ where: { artifactId, status: 'staged', createdAt: { lt: before } }, select: { id: true } })).map(({ id }) => id),

  latestCandidates: async (artifactId: string): Promise<readonly LatestCandidate[]> =>
    (await tables.version.findMany({
      where: { artifactId, status: 'published', unpublishedAt: null },
      select: { id: true, manifestId: true, version: true, status: true, unpublishedAt: true },
    })) as readonly LatestCandidate[],

  /** The ranges in which published versions of other artifacts need this one. */
  dependentRanges: async (artifactId: string, name: string): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { range: string }[]>`
      select distinct d.range from artifacts.dependency d join artifacts.version v on v.id = d.version_id
      where d.name = ${name} and v.artifact_id <> ${artifactId}::uuid and v.status in ('published', 'yanked') and v.unpublished_at is null`;
    return rows.map(({ range }) => range);
  },

  /** Published since then and admitted with this key of the namespace, wherever the artifact is now. */
  signedBy: async (namespaceId: string, fingerprint: string, since: Date): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { id: string }[]>`
      select v.id from artifacts.version v join artifacts.manifest m on m.id = v.manifest_id
      where m.admitted_in = ${namespaceId}::uuid and v.status in ('published', 'yanked') and v.unpublished_at is null
        and v.published_at >= ${since} and m.admission ->> 'fingerprint' = ${fingerprint}`;
    return rows.map(({ id }) => id);
  },

  /** The indexing of a published version waits to start; its sequence only rises. */
  queueIndexing: async (versionId: string, at: Date): Promise<void> => {
    await tables.$executeRaw`
      insert into artifacts.indexing_progress (version_id, sequence, stage, percent, status, updated_at) values (${versionId}::uuid, 1, 'index', 0, 'queued', ${at})
      on conflict (version_id) do update set sequence = indexing_progress.sequence + 1, stage = 'index', percent = 0, status = 'queued', updated_at = excluded.updated_at`;
  },
});
