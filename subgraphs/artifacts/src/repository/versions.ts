import { Prisma } from '@gati/database';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { SelectableLabel } from '../rules/selecting.ts';
import type { VersionStatus } from '../rules/rights.ts';
import { isoOf } from './artifacts.ts';
import type { Sql } from './tables.ts';

/** A version as pages and clients see it, with what rights are decided by. */
export interface ReadableVersionRow {
  readonly id: string;
  readonly artifactId: string;
  readonly artifactName: ArtifactName;
  readonly namespaceId: string;
  readonly visibility: 'public' | 'private';
  readonly isAdmitted: boolean;
  readonly version: string;
  readonly status: VersionStatus;
  readonly statusReason: string | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly digest: Digest;
  readonly sizeBytes: bigint;
  readonly manifestId: string | null;
  /** artifactType of the manifest, else the media type of its config, else its own. */
  readonly artifactType: string | null;
  /** The three are there together, or none; a deprecation may name no successor. */
  readonly deprecationMessage: string | null;
  readonly deprecationSuccessorId: string | null;
  readonly deprecatedAt: Date | null;
}

export interface LayerRow {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** What is large or seldom asked for. */
export interface VersionContentRow {
  readonly id: string;
  readonly gatiManifest: unknown;
  readonly layers: readonly LayerRow[];
  readonly dependencies: readonly { readonly name: string; readonly range: string }[];
}

export interface ReadmeRow {
  readonly id: string;
  readonly readme: string | null;
  readonly readmeHtml: string | null;
}

export interface VersionPageQuery {
  readonly artifactId: string;
  /** Whether staged and rejected ones are shown. */
  readonly seesAll: boolean;
  readonly limit: number;
  readonly after: readonly [at: string, id: string] | null;
}

/** A version on a page, and how many versions there are to be seen in all; without one it says the number alone. */
export interface PagedVersionRow {
  readonly pageArtifactId: string;
  readonly totalCount: number;
  /** Its place: when it was published, or else pushed; null for no version. */
  readonly at: string | null;
  readonly version: ReadableVersionRow | null;
}

/** A label with a version that one of its targets is. */
export interface LabelledVersionRow {
  readonly labelArtifactId: string;
  readonly label: string;
  readonly isPending: boolean;
  readonly version: ReadableVersionRow;
}

/** An artifact with everything that a reference to it is chosen from. */
export interface CandidateRow {
  readonly id: string;
  readonly name: ArtifactName;
  readonly namespaceId: string;
  readonly visibility: 'public' | 'private';
  readonly isAdmitted: boolean;
  readonly latestVersionId: string | null;
  readonly versions: readonly {
    readonly id: string;
    readonly version: string;
    readonly status: VersionStatus;
    readonly statusReason: string | null;
    readonly digest: Digest;
    readonly manifestId: string | null;
  }[];
  readonly labels: readonly SelectableLabel[];
}

/** What others than writers see. */
const shownStatuses = Prisma.sql`('published', 'yanked', 'quarantined')`;

const readable = Prisma.sql`
  v.id, v.artifact_id as "artifactId", a.name as "artifactName", a.namespace_id as "namespaceId", a.visibility::text as visibility, a.is_admitted as "isAdmitted",
  v.version, v.status::text as status, v.status_reason as "statusReason", v.published_at as "publishedAt", v.created_at as "createdAt", v.digest, v.size_bytes as "sizeBytes",
  v.manifest_id as "manifestId", coalesce(m.artifact_type, m.media_type) as "artifactType",
  v.deprecation_message as "deprecationMessage", v.deprecation_successor_id as "deprecationSuccessorId", v.deprecated_at as "deprecatedAt"`;

export const versions = (tables: Sql) => ({
  byIds: (ids: readonly string[]) => tables.$queryRaw<ReadableVersionRow[]>`
    select ${readable} from artifacts.version v join artifacts.artifact a on a.id = v.artifact_id left join artifacts.manifest m on m.id = v.manifest_id
    where v.id = any(${[...ids]}::uuid[]) and v.unpublished_at is null`,

  /** The labels of each artifact in alphabetical order with the versions that they are on, or wait for; labels that carry signatures are left out. */
  labelled: async (artifactIds: readonly string[]): Promise<readonly LabelledVersionRow[]> => {
    const rows = await tables.$queryRaw<(ReadableVersionRow & { label: string; isPending: boolean })[]>`
      select l.name as label, v.manifest_id is not distinct from l.pending_manifest_id as "isPending", ${readable}
      from artifacts.label l join artifacts.artifact a on a.id = l.artifact_id
        join artifacts.version v on v.manifest_id in (l.manifest_id, l.pending_manifest_id) and v.unpublished_at is null
        left join artifacts.manifest m on m.id = v.manifest_id
      where l.artifact_id = any(${[...artifactIds]}::uuid[]) and l.name !~ '^sha256-[0-9a-f]{64}'
      order by l.artifact_id, l.name collate "C", v.created_at`;
    return rows.map(({ label, isPending, ...version }) => ({ labelArtifactId: version.artifactId, label, isPending, version }));
  },

  /** Manifest, layers and dependencies of each, in one statement. */
  contentsOf: (ids: readonly string[]) => tables.$queryRaw<VersionContentRow[]>`
    select v.id, v.gati_manifest as "gatiManifest",
      coalesce((select json_agg(json_build_object('digest', r.digest, 'mediaType', r.media_type, 'sizeBytes', r.size_bytes) order by r.position)
        from artifacts.manifest_reference r where r.manifest_id = v.manifest_id and r.kind = 'layer'), '[]') as layers,
      coalesce((select json_agg(json_build_object('name', d.name, 'range', d.range) order by d.name collate "C") from artifacts.dependency d where d.version_id = v.id), '[]') as dependencies
    from artifacts.version v where v.id = any(${[...ids]}::uuid[])`,

  readmesOf: (ids: readonly string[]) =>
    tables.$queryRaw<ReadmeRow[]>`select id, readme, readme_html as "readmeHtml" from artifacts.version where id = any(${[...ids]}::uuid[])`,

  /** Keeps a rendered README, unless the version was replaced meanwhile. */
  keepReadmeHtml: (id: string, readme: string, html: string) =>
    tables.$executeRaw`update artifacts.version set readme_html = ${html} where id = ${id}::uuid and readme = ${readme} and readme_html is null`,

  /** For each artifact a page of its versions, newest first, and how many there are to be seen in all. One statement for all. */
  pages: async (
    queries: readonly Pick<VersionPageQuery, 'artifactId' | 'seesAll'>[],
    { limit, after }: Pick<VersionPageQuery, 'limit' | 'after'>,
  ): Promise<readonly PagedVersionRow[]> => {
    const asked = JSON.stringify(queries.map(({ artifactId, seesAll }) => ({ artifact_id: artifactId, sees_all: seesAll })));
    const at = Prisma.sql`coalesce(v.published_at, v.created_at)`;
    const shown = Prisma.sql`v.artifact_id = q.artifact_id and v.unpublished_at is null and (q.sees_all or v.status in ${shownStatuses})`;
    const rows = await tables.$queryRaw<(ReadableVersionRow & { pageArtifactId: string; totalCount: number; at: string | null })[]>`
      select q.artifact_id as "pageArtifactId", counted."totalCount", page.*
      from jsonb_to_recordset(${asked}::jsonb) as q(artifact_id uuid, sees_all boolean)
      cross join lateral (select count(*)::int as "totalCount" from artifacts.version v where ${shown}) as counted
      left join lateral (
        select ${isoOf(at)} as at, ${readable}
        from artifacts.version v join artifacts.artifact a on a.id = v.artifact_id left join artifacts.manifest m on m.id = v.manifest_id
        where ${shown} ${after ? Prisma.sql`and (${at}, v.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : Prisma.empty}
        order by ${at} desc, v.id desc limit ${limit}::int) as page on true
      order by q.artifact_id, page.at desc, page.id desc`;
    return rows.map(({ pageArtifactId, totalCount, at: place, ...version }) => ({
      pageArtifactId,
      totalCount,
      at: place,
      version: place === null ? null : version,
    }));
  },

  /** Everything that references to these names are chosen from, in one statement; labels that carry signatures are left out. */
  candidatesByName: (names: readonly string[]) => tables.$queryRaw<CandidateRow[]>(candidates(Prisma.sql`a.name = any(${[...names]}::text[])`)),
  candidatesById: (ids: readonly string[]) => tables.$queryRaw<CandidateRow[]>(candidates(Prisma.sql`a.id = any(${[...ids]}::uuid[])`)),

  /** Ids of versions by artifact and number, for those that there are. */
  idsOf: (pairs: readonly { readonly artifactId: string; readonly version: string }[]) => tables.$queryRaw<
    { id: string; artifactId: string; version: string }[]
  >`
    select v.id, v.artifact_id as "artifactId", v.version
    from jsonb_to_recordset(${JSON.stringify(pairs.map(({ artifactId, version }) => ({ artifact_id: artifactId, version })))}::jsonb) as q(artifact_id uuid, version text)
    join artifacts.version v on v.artifact_id = q.artifact_id and v.version = q.version
    where v.unpublished_at is null`,

  /** What a number of an artifact was used for, unpublished ones too: the number never comes back. */
  usesOf: (name: string, version: string) => tables.$queryRaw<{ status: VersionStatus; digest: Digest; isUnpublished: boolean }[]>`
    select v.status::text as status, v.digest, v.unpublished_at is not null as "isUnpublished"
    from artifacts.version v join artifacts.artifact a on a.id = v.artifact_id where a.name = ${name} and v.version = ${version}`,

  /** The blobs of versions in the order of their manifests, without what is inside an index. */
  layersOf: (versionIds: readonly string[]) => tables.$queryRaw<{ versionId: string; digest: Digest; mediaType: string; sizeBytes: bigint }[]>`
    select v.id as "versionId", r.digest, r.media_type as "mediaType", r.size_bytes as "sizeBytes"
    from artifacts.version v join artifacts.manifest_reference r on r.manifest_id = v.manifest_id and r.kind = 'layer'
    where v.id = any(${[...versionIds]}::uuid[]) order by v.id, r.position`,

  /** What versions declare to need. */
  dependenciesOf: (versionIds: readonly string[]) =>
    tables.$queryRaw<{ versionId: string; name: string; range: string }[]>`
      select version_id as "versionId", name, range from artifacts.dependency where version_id = any(${[...versionIds]}::uuid[]) order by version_id, name collate "C"`,
});

const candidates = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select a.id, a.name, a.namespace_id as "namespaceId", a.visibility::text as visibility, a.is_admitted as "isAdmitted", a.latest_version_id as "latestVersionId",
    coalesce((select json_agg(json_build_object('id', v.id, 'version', v.version, 'status', v.status, 'statusReason', v.status_reason, 'digest', v.digest, 'manifestId', v.manifest_id))
      from artifacts.version v where v.artifact_id = a.id and v.unpublished_at is null), '[]') as versions,
    coalesce((select json_agg(json_build_object('name', l.name, 'manifestId', l.manifest_id, 'pendingManifestId', l.pending_manifest_id) order by l.name collate "C")
      from artifacts.label l where l.artifact_id = a.id and l.name !~ '^sha256-[0-9a-f]{64}'), '[]') as labels
  from artifacts.artifact a where ${condition}`;
