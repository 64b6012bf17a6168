import { Prisma } from '@gati/database';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Sql } from './tables.ts';

/** A blob that a repository was given. */
export interface LinkedBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** A repository's link to a blob that was taken away. */
export interface TakenLink {
  readonly artifactId: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** What a link has added to its namespace, which stands at these numbers now; the transaction holds them until it ends. */
export interface Linked {
  readonly addedBytes: number;
  readonly storedBytes: number;
  readonly quotaBytes: number | null;
}

export const blobs = (tables: Sql) => ({
  /**
   * Holds the digest until the transaction ends. Whoever writes its row or removes its file holds it, so that a row never stands without a file.
   * Two digests may share a lock by chance, which costs a wait and nothing else.
   */
  lock: async (digest: string): Promise<void> => {
    await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`blob ${digest}`}, 0))`;
  },

  /** The blob's row; its bytes must be there already, whole: one that was set aside is healed. */
  insert: (digest: Digest, sizeBytes: number, at: Date): Promise<number> => tables.$executeRaw`
    insert into artifacts.blob as b (digest, size_bytes, created_at, verified_at) values (${digest}, ${sizeBytes}, ${at}, ${at})
    on conflict (digest) do update set set_aside_at = null, set_aside_for = null, verified_at = excluded.verified_at where b.set_aside_at is not null`,

  /** Gives the blob to a repository and counts it to its namespace; once more renews the link's age. @returns null when that changed no number */
  link: async (artifactId: string, digest: Digest, at: Date): Promise<Linked | null> => {
    const [row] = await tables.$queryRaw<readonly { added_bytes: bigint; stored_bytes: bigint; quota_bytes: bigint | null }[]>`
      with given as (
        select b.digest, b.size_bytes, a.namespace_id from artifacts.blob b, artifacts.artifact a where b.digest = ${digest} and a.id = ${artifactId}::uuid
      ), linked as (
        insert into artifacts.repository_blob (artifact_id, digest, linked_at) select ${artifactId}::uuid, digest, ${at}::timestamptz from given
        on conflict (artifact_id, digest) do update set linked_at = excluded.linked_at
        returning (xmax = 0) as is_new
      ), counted as (
        insert into artifacts.namespace_blob as n (namespace_id, digest, links) select namespace_id, digest, 1 from given, linked where linked.is_new
        on conflict (namespace_id, digest) do update set links = n.links + 1
        returning n.links = 1 as is_first
      )
      insert into artifacts.namespace_storage as s (namespace_id, logical_bytes, stored_bytes)
      select namespace_id, size_bytes, case when is_first then size_bytes else 0 end from given, counted
      on conflict (namespace_id) do update set logical_bytes = s.logical_bytes + excluded.logical_bytes, stored_bytes = s.stored_bytes + excluded.stored_bytes
      returning s.stored_bytes, s.quota_bytes, (select case when is_first then size_bytes else 0 end from given, counted) as added_bytes`;
    return row
      ? { addedBytes: Number(row.added_bytes), storedBytes: Number(row.stored_bytes), quotaBytes: row.quota_bytes === null ? null : Number(row.quota_bytes) }
      : null;
  },

  /** The blob in this repository; null also while it is set aside. */
  findLinked: async (artifactId: string, digest: Digest): Promise<LinkedBlob | null> => {
    const [row] = await tables.$queryRaw<readonly { size_bytes: bigint }[]>`
      select b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest
      where l.artifact_id = ${artifactId}::uuid and l.digest = ${digest} and b.set_aside_at is null`;
    return row ? { digest, sizeBytes: Number(row.size_bytes) } : null;
  },

  /** Which of these the repository has, with their sizes; what is set aside is not among them. */
  sizesOf: async (artifactId: string, digests: readonly Digest[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await tables.$queryRaw<readonly { digest: string; size_bytes: bigint }[]>`
      select l.digest, b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest
      where l.artifact_id = ${artifactId}::uuid and l.digest = any(${[...digests]}) and b.set_aside_at is null`;
    return new Map(rows.map((row) => [row.digest, Number(row.size_bytes)]));
  },

  /** Artifacts that have the blob; those of these namespaces first. */
  holders: async (digest: Digest, { preferred, limit }: { readonly preferred: readonly string[]; readonly limit: number }): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { id: string }[]>`
      select a.id from artifacts.repository_blob l join artifacts.artifact a on a.id = l.artifact_id
      where l.digest = ${digest} order by (a.namespace_id = any(${[...preferred]}::uuid[])) desc, (a.visibility = 'public' and a.is_admitted) desc, l.linked_at limit ${limit}`;
    return rows.map(({ id }) => id);
  },

  isNamed: async (artifactId: string, digest: Digest): Promise<boolean> => {
    const rows = await tables.$queryRaw<
      readonly unknown[]
    >`select 1 from artifacts.manifest_reference where artifact_id = ${artifactId}::uuid and digest = ${digest} limit 1`;
    return rows.length > 0;
  },

  /** Whether the repository has the blob, set aside or not. */
  isLinked: async (artifactId: string, digest: Digest): Promise<boolean> => {
    const rows = await tables.$queryRaw<
      readonly unknown[]
    >`select 1 from artifacts.repository_blob where artifact_id = ${artifactId}::uuid and digest = ${digest}`;
    return rows.length > 0;
  },

  /** Takes the blob from the repository. @returns whether it had it */
  unlink: async (artifactId: string, digest: Digest): Promise<boolean> =>
    (await takeLinks(tables, Prisma.sql`l.artifact_id = ${artifactId}::uuid and l.digest = ${digest}`)).length > 0,

  /** Takes those of these links that no manifest of their repository names and that nobody renewed; the caller holds the artifacts' rows. */
  unlinkUnnamed: (links: readonly Pick<TakenLink, 'artifactId' | 'digest'>[], before: Date): Promise<readonly TakenLink[]> =>
    takeLinks(
      tables,
      Prisma.sql`(l.artifact_id, l.digest) in (select * from unnest(${links.map(({ artifactId }) => artifactId)}::uuid[], ${links.map(({ digest }) => digest)}::text[]))
        and l.linked_at < ${before}
        and not exists (select 1 from artifacts.manifest_reference r where r.artifact_id = l.artifact_id and r.digest = l.digest)`,
    ),

  /** Holds those of these digests that nobody else holds, until the transaction ends; waits for none. */
  lockFree: async (digests: readonly string[]): Promise<readonly Digest[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest }[]>`
      select digest from unnest(${[...digests]}::text[]) as digest where pg_try_advisory_xact_lock(hashtextextended('blob ' || digest, 0))`;
    return rows.map(({ digest }) => digest);
  },

  /** Forgets those of these blobs that no repository has; their locks must be held. @returns which */
  removeUnlinked: async (digests: readonly string[], before: Date): Promise<readonly LinkedBlob[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest; size_bytes: bigint }[]>`
      delete from artifacts.blob b where digest = any(${[...digests]}) and created_at < ${before}
        and not exists (select 1 from artifacts.repository_blob l where l.digest = b.digest)
      returning digest, size_bytes`;
    return rows.map((row) => ({ digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },

  /** Not served from now on, until somebody pushes it again; the caller holds its lock. @returns false when it has no row, or was set aside before */
  setAside: async (digest: string, fault: 'changed' | 'missing', at: Date): Promise<boolean> =>
    (await tables.$executeRaw`
      update artifacts.blob set set_aside_at = ${at}, set_aside_for = ${fault}::artifacts.blob_fault where digest = ${digest} and set_aside_at is null`) === 1,

  /** Who is told of a blob's end: its repositories by namespace, at most so many names each. */
  ownersOf: async (digest: string, namesMax: number): Promise<readonly { readonly namespaceId: string; readonly names: readonly ArtifactName[] }[]> => {
    const rows = await tables.$queryRaw<readonly { namespace_id: string; names: ArtifactName[] }[]>`
      select a.namespace_id, (array_agg(a.name order by a.name))[1:${namesMax}::int] as names
      from artifacts.repository_blob l join artifacts.artifact a on a.id = l.artifact_id where l.digest = ${digest} group by 1`;
    return rows.map(({ namespace_id, names }) => ({ namespaceId: namespace_id, names }));
  },

  /** Those that were not looked at since then, the longest first. */
  unverifiedSince: async (before: Date, limit: number): Promise<readonly LinkedBlob[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest; size_bytes: bigint }[]>`
      select digest, size_bytes from artifacts.blob where verified_at < ${before} and set_aside_at is null order by verified_at limit ${limit}`;
    return rows.map((row) => ({ digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },

  markVerified: async (digest: string, at: Date): Promise<void> => {
    await tables.$executeRaw`update artifacts.blob set verified_at = ${at} where digest = ${digest}`;
  },

  /** A piece of all blobs that count, in the order of their digests. */
  page: async (after: string, limit: number): Promise<readonly LinkedBlob[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest; size_bytes: bigint }[]>`
      select digest, size_bytes from artifacts.blob where digest > ${after} and set_aside_at is null order by digest limit ${limit}`;
    return rows.map((row) => ({ digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },

  /** Which of these have a row. */
  known: async (digests: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tables.$queryRaw<readonly { digest: string }[]>`select digest from artifacts.blob where digest = any(${[...digests]})`;
    return new Set(rows.map(({ digest }) => digest));
  },
});

/** Takes links away, and counts them from their namespaces in the same statement: the one way by which a link goes. @param which  of the links `l` */
async function takeLinks(tables: Sql, which: Prisma.Sql): Promise<readonly TakenLink[]> {
  const rows = await tables.$queryRaw<readonly { artifact_id: string; namespace_id: string; digest: Digest; size_bytes: bigint }[]>`
    with gone as (
      delete from artifacts.repository_blob l where ${which} returning l.artifact_id, l.digest
    ), sized as (
      select gone.artifact_id, gone.digest, a.namespace_id, b.size_bytes
      from gone join artifacts.artifact a on a.id = gone.artifact_id join artifacts.blob b on b.digest = gone.digest
    ), taken as (
      select namespace_id, digest, size_bytes, count(*)::int as links from sized group by 1, 2, 3
    ), counted as (
      update artifacts.namespace_blob n set links = n.links - taken.links from taken where n.namespace_id = taken.namespace_id and n.digest = taken.digest
      returning n.namespace_id, n.links = 0 as is_last, taken.links, taken.size_bytes
    ), freed as (
      select namespace_id, sum(size_bytes * links) as logical_bytes, coalesce(sum(size_bytes) filter (where is_last), 0) as stored_bytes from counted group by 1
    ), settled as (
      update artifacts.namespace_storage s set logical_bytes = s.logical_bytes - freed.logical_bytes, stored_bytes = s.stored_bytes - freed.stored_bytes
      from freed where s.namespace_id = freed.namespace_id
    )
    select artifact_id, namespace_id, digest, size_bytes from sized`;
  // One statement cannot change a row and take it away.
  if (rows.length > 0)
    await tables.$executeRaw`
      delete from artifacts.namespace_blob where links = 0
        and (namespace_id, digest) in (select * from unnest(${rows.map(({ namespace_id }) => namespace_id)}::uuid[], ${rows.map(({ digest }) => digest)}::text[]))`;
  return rows.map((row) => ({ artifactId: row.artifact_id, digest: row.digest, sizeBytes: Number(row.size_bytes) }));
}
