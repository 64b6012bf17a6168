import type { Digest } from '@gati/identifiers';
import type { Sql } from './tables.ts';

/** A blob that a repository was given. */
export interface LinkedBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export const blobs = (tables: Sql) => ({
  /**
   * Holds the digest until the transaction ends. Whoever writes its row or removes its file holds it, so that a row never stands without a file.
   * Two digests may share a lock by chance, which costs a wait and nothing else.
   */
  lock: async (digest: string): Promise<void> => {
    await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`blob ${digest}`}, 0))`;
  },

  /** The blob's row; its file must be there already. */
  insert: (digest: Digest, sizeBytes: number, at: Date): Promise<number> => tables.$executeRaw`
    insert into artifacts.blob (digest, size_bytes, created_at) values (${digest}, ${sizeBytes}, ${at}) on conflict (digest) do nothing`,

  /** Gives the blob to a repository; once more renews its age. @returns false when there is no such blob */
  link: async (artifactId: string, digest: Digest, at: Date): Promise<boolean> =>
    (await tables.$executeRaw`
      insert into artifacts.repository_blob (artifact_id, digest, linked_at)
      select ${artifactId}::uuid, digest, ${at}::timestamptz from artifacts.blob where digest = ${digest}
      on conflict (artifact_id, digest) do update set linked_at = excluded.linked_at`) === 1,

  findLinked: async (artifactId: string, digest: Digest): Promise<LinkedBlob | null> => {
    const [row] = await tables.$queryRaw<readonly { size_bytes: bigint }[]>`
      select b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest where l.artifact_id = ${artifactId}::uuid and l.digest = ${digest}`;
    return row ? { digest, sizeBytes: Number(row.size_bytes) } : null;
  },

  /** Which of these the repository has, with their sizes. */
  sizesOf: async (artifactId: string, digests: readonly Digest[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await tables.$queryRaw<readonly { digest: string; size_bytes: bigint }[]>`
      select l.digest, b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest
      where l.artifact_id = ${artifactId}::uuid and l.digest = any(${[...digests]})`;
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

  /** Takes the blob from the repository. @returns whether it had it */
  unlink: async (artifactId: string, digest: Digest): Promise<boolean> =>
    (await tables.$executeRaw`delete from artifacts.repository_blob where artifact_id = ${artifactId}::uuid and digest = ${digest}`) === 1,

  /** Takes from the repository what no manifest of it names. @returns how many */
  unlinkUnnamed: (artifactId: string, before: Date): Promise<number> => tables.$executeRaw`
    delete from artifacts.repository_blob b where b.artifact_id = ${artifactId}::uuid and b.linked_at < ${before}
      and not exists (select 1 from artifacts.manifest_reference r where r.artifact_id = b.artifact_id and r.digest = b.digest)`,

  /** Blobs that no repository has. */
  unlinked: async (before: Date, limit: number): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { digest: string }[]>`
      select digest from artifacts.blob b where created_at < ${before}
        and not exists (select 1 from artifacts.repository_blob l where l.digest = b.digest) limit ${limit}`;
    return rows.map(({ digest }) => digest);
  },

  /** Forgets a blob that no repository has; its lock must be held. */
  remove: async (digest: string): Promise<boolean> =>
    (await tables.$executeRaw`delete from artifacts.blob b where digest = ${digest} and not exists (select 1 from artifacts.repository_blob l where l.digest = b.digest)`) ===
    1,

  /** Which of these have a row. */
  known: async (digests: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tables.$queryRaw<readonly { digest: string }[]>`select digest from artifacts.blob where digest = any(${[...digests]})`;
    return new Set(rows.map(({ digest }) => digest));
  },
});
