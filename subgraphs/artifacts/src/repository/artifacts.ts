import { Prisma, type Transaction } from '@gati/database';
import type { ArtifactName } from '@gati/identifiers';
import type { Sql } from './tables.ts';

/** An artifact as pages and clients see it, before rights are decided. */
export interface ArtifactRow {
  readonly id: string;
  readonly namespaceId: string;
  readonly name: ArtifactName;
  /** Null until its first version. */
  readonly type: 'module' | 'plugin' | 'model' | 'agent' | 'template' | 'snapshot' | null;
  readonly visibility: 'public' | 'private';
  readonly isAdmitted: boolean;
  /** Its own, else that of the version `latest` means. */
  readonly description: string | null;
  readonly license: string | null;
  readonly keywords: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly latestVersionId: string | null;
  readonly starCount: number;
  readonly downloadCount: bigint;
  /** In the seven complete days before today. */
  readonly downloadsLastWeek: bigint;
  readonly hasAskersStar: boolean;
}

export interface Asker {
  /** Null for an anonymous caller, who has no stars. */
  readonly accountId: string | null;
  readonly now: Date;
}

export interface NamespacePage {
  readonly namespaceId: string;
  /** Whether private ones are shown too. */
  readonly withPrivate: boolean;
  /** Whether those are shown of which nothing was admitted. */
  readonly withUnadmitted: boolean;
  /** Artifacts that are shown though they are private. */
  readonly readableIds: readonly string[];
  /** Artifacts that are shown though nothing was admitted of them. */
  readonly writableIds: readonly string[];
  readonly limit: number;
  readonly after: readonly [updatedAt: string, id: string] | null;
}

type Tables = Pick<Transaction, 'artifact'> & Sql;

const selectRows = ({ accountId, now }: Asker, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select a.id, a.namespace_id as "namespaceId", a.name, a.type::text as type, a.visibility::text as visibility, a.is_admitted as "isAdmitted",
    coalesce(a.description, nullif(v.description, '')) as description, v.license, coalesce(v.keywords, '{}') as keywords,
    a.created_at as "createdAt", a.updated_at as "updatedAt", a.latest_version_id as "latestVersionId", a.star_count as "starCount", a.download_count as "downloadCount",
    (select coalesce(sum(d.count), 0)::bigint from artifacts.download_day d
      where d.artifact_id = a.id and d.day >= ${dayOf(now)}::date - 7 and d.day < ${dayOf(now)}::date) as "downloadsLastWeek",
    ${accountId === null ? Prisma.sql`false` : Prisma.sql`exists (select from artifacts.star s where s.artifact_id = a.id and s.account_id = ${accountId}::uuid)`} as "hasAskersStar"
  from artifacts.artifact a left join artifacts.version v on v.id = a.latest_version_id
  where ${condition}`;

/** The day of an instant in UTC, `2026-01-31`. */
const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

export const artifacts = (tables: Tables) => ({
  byIds: (ids: readonly string[], asker: Asker) => tables.$queryRaw<ArtifactRow[]>(selectRows(asker, Prisma.sql`a.id = any(${[...ids]}::uuid[])`)),

  byNames: (names: readonly string[], asker: Asker) => tables.$queryRaw<ArtifactRow[]>(selectRows(asker, Prisma.sql`a.name = any(${[...names]}::text[])`)),

  /** A page of a namespace's artifacts, last updated first, with the count of all that would be shown. One statement. */
  pageOfNamespace: async ({
    namespaceId,
    withPrivate,
    withUnadmitted,
    readableIds,
    writableIds,
    limit,
    after,
  }: NamespacePage): Promise<{ readonly totalCount: number; readonly rows: readonly { readonly id: string; readonly updatedAt: string }[] }> => {
    const [page] = await tables.$queryRaw<{ totalCount: number; rows: { id: string; updatedAt: string }[] | null }[]>`
      with shown as materialized (
        select id, updated_at from artifacts.artifact
        where namespace_id = ${namespaceId}::uuid
          ${withPrivate ? Prisma.empty : Prisma.sql`and (visibility = 'public' or id = any(${[...readableIds]}::uuid[]))`}
          ${withUnadmitted ? Prisma.empty : Prisma.sql`and (is_admitted or id = any(${[...writableIds]}::uuid[]))`})
      select (select count(*)::int from shown) as "totalCount",
        (select json_agg(json_build_object('id', id, 'updatedAt', ${isoOf(Prisma.sql`updated_at`)}) order by updated_at desc, id desc) from (
          select * from shown ${after ? Prisma.sql`where (updated_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : Prisma.empty}
          order by updated_at desc, id desc limit ${limit}::int) as page) as rows`;
    return { totalCount: page!.totalCount, rows: page!.rows ?? [] };
  },

  /** Says what an artifact is for, or who may see it. */
  describe: async (id: string, data: { readonly description?: string | null; readonly visibility?: 'public' | 'private' }): Promise<void> => {
    await tables.artifact.update({ where: { id }, data, select: { id: true } });
  },

  /** The artifact's number of change, raised: whatever is read after this is newer than what carries a lower number. @returns null when there is no such artifact */
  raiseRevision: async (id: string): Promise<bigint | null> => {
    const [row] = await tables.$queryRaw<
      { revision: bigint }[]
    >`update artifacts.artifact set revision = revision + 1 where id = ${id}::uuid returning revision`;
    return row?.revision ?? null;
  },

  /** Ids in their order, for walking over all. */
  idsAfter: async (id: string | null, limit: number): Promise<readonly string[]> =>
    (await tables.artifact.findMany({ ...(id === null ? {} : { where: { id: { gt: id } } }), orderBy: { id: 'asc' }, take: limit, select: { id: true } })).map(
      (row) => row.id,
    ),
});

/** An instant as ISO 8601 with milliseconds, which is all that the tables keep. */
export const isoOf = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
