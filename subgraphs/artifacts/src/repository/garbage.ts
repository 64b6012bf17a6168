import { Prisma, type Transaction } from '@gati/database';
import type { ArtifactName, Digest } from '@gati/identifiers';
import { carrierTagSql } from '../rules/tags.ts';

/** Ages after which things may go. */
export interface GarbageAges {
  /** What was staged before and never admitted. */
  readonly stagedBefore: Date;
  /** What lost its subject, its manifest or its repository, and was pushed before. */
  readonly orphanedBefore: Date;
}

export interface DeadManifest {
  readonly id: string;
  readonly artifactId: string;
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Why: nobody signed it in time, or what it refers to is gone. */
  readonly reason: 'neverAdmitted' | 'subjectGone';
}

export interface DeadLink {
  readonly artifactId: string;
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export interface DeadBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

type Tables = Pick<Transaction, '$queryRaw'>;

/**
 * What a collection marks: reads alone, in pieces, each by an index from where the last one ended. Whatever is marked is looked at again under its lock before it goes.
 * A dry run passes what it would have taken before (`gone`), so that it sees what would follow from that.
 */
export const garbage = (tables: Tables) => ({
  /**
   * Manifests that nothing holds: no version, no manifest above them, no label that counts, and no subject, which holds what is open or admitted alone.
   * @param among  only these, for the second look
   */
  manifests: async (
    ages: GarbageAges,
    { gone = [], among = null, limit }: { readonly gone?: readonly string[]; readonly among?: readonly string[] | null; readonly limit: number },
  ): Promise<readonly DeadManifest[]> => {
    const stays = (alias: string): Prisma.Sql => (gone.length === 0 ? Prisma.empty : Prisma.sql`and ${Prisma.raw(alias)} <> all(${[...gone]}::uuid[])`);
    const rows = await tables.$queryRaw<
      readonly { id: string; artifact_id: string; name: ArtifactName; digest: Digest; size_bytes: number; is_carrier: boolean }[]
    >`
      select m.id, m.artifact_id, a.name, m.digest, m.size_bytes, carries.is_carrier
      from artifacts.manifest m
      join artifacts.artifact a on a.id = m.artifact_id
      cross join lateral (
        select (m.is_inert or m.admitted_at is not null) and (m.subject_digest is not null or exists (
          select 1 from artifacts.label l where l.artifact_id = m.artifact_id and l.manifest_id = m.id and l.name ~ ${carrierTagSql})) as is_carrier
      ) carries
      where m.rejected_at is null and m.pushed_at < ${ages.orphanedBefore} ${among === null ? Prisma.empty : Prisma.sql`and m.id = any(${[...among]}::uuid[])`} ${stays('m.id')}
        and (m.admitted_at is null and m.pushed_at < ${ages.stagedBefore}
          or carries.is_carrier and not exists (
            select 1 from artifacts.label l where l.artifact_id = m.artifact_id and (l.manifest_id = m.id or l.pending_manifest_id = m.id) and l.name !~ ${carrierTagSql}))
        and not exists (select 1 from artifacts.version v where v.manifest_id = m.id and not (v.status = 'staged' and v.created_at < ${ages.stagedBefore}))
        and not exists (
          select 1 from artifacts.manifest_reference r
          where r.artifact_id = m.artifact_id and r.digest = m.digest and r.kind = 'manifest' ${stays('r.manifest_id')})
        and not (carries.is_carrier and exists (select 1 from artifacts.manifest s where s.artifact_id = m.artifact_id and s.digest = m.subject_digest ${stays('s.id')}))
        and not (carries.is_carrier and exists (
          select 1 from artifacts.label l join artifacts.manifest s on s.artifact_id = l.artifact_id and s.digest = 'sha256:' || substr(l.name, 8, 64) ${stays('s.id')}
          where l.artifact_id = m.artifact_id and l.manifest_id = m.id and l.name ~ ${carrierTagSql}))
      order by m.artifact_id, m.id limit ${limit}`;
    return rows.map((row) => ({
      id: row.id,
      artifactId: row.artifact_id,
      name: row.name,
      digest: row.digest,
      sizeBytes: row.size_bytes,
      reason: row.is_carrier ? 'subjectGone' : 'neverAdmitted',
    }));
  },

  /** Versions that were staged before and never published. */
  versions: async (
    stagedBefore: Date,
    limit: number,
  ): Promise<readonly { readonly artifactId: string; readonly name: ArtifactName; readonly version: string }[]> => {
    const rows = await tables.$queryRaw<readonly { artifact_id: string; name: ArtifactName; version: string }[]>`
      select v.artifact_id, a.name, v.version from artifacts.version v join artifacts.artifact a on a.id = v.artifact_id
      where v.status = 'staged' and v.created_at < ${stagedBefore} limit ${limit}`;
    return rows.map(({ artifact_id, name, version }) => ({ artifactId: artifact_id, name, version }));
  },

  /** Blobs that a repository has and no manifest of it names. */
  links: async (
    before: Date,
    { after, gone = [], limit }: { readonly after: Pick<DeadLink, 'artifactId' | 'digest'>; readonly gone?: readonly string[]; readonly limit: number },
  ): Promise<readonly DeadLink[]> => {
    const rows = await tables.$queryRaw<readonly { artifact_id: string; name: ArtifactName; digest: Digest; size_bytes: bigint }[]>`
      select l.artifact_id, a.name, l.digest, b.size_bytes
      from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest join artifacts.artifact a on a.id = l.artifact_id
      where (l.artifact_id, l.digest) > (${after.artifactId}::uuid, ${after.digest}) and l.linked_at < ${before}
        and not exists (
          select 1 from artifacts.manifest_reference r
          where r.artifact_id = l.artifact_id and r.digest = l.digest ${gone.length === 0 ? Prisma.empty : Prisma.sql`and r.manifest_id <> all(${[...gone]}::uuid[])`})
      order by l.artifact_id, l.digest limit ${limit}`;
    return rows.map((row) => ({ artifactId: row.artifact_id, name: row.name, digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },

  /** Blobs that no repository has. */
  blobs: async (before: Date, { after, limit }: { readonly after: string; readonly limit: number }): Promise<readonly DeadBlob[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest; size_bytes: bigint }[]>`
      select digest, size_bytes from artifacts.blob b where digest > ${after} and created_at < ${before}
        and not exists (select 1 from artifacts.repository_blob l where l.digest = b.digest)
      order by digest limit ${limit}`;
    return rows.map((row) => ({ digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },

  /** Those of these blobs that no repository would have after so many links to each were gone. */
  blobsWithout: async (links: ReadonlyMap<string, number>, before: Date): Promise<readonly DeadBlob[]> => {
    const rows = await tables.$queryRaw<readonly { digest: Digest; size_bytes: bigint }[]>`
      select b.digest, b.size_bytes from unnest(${[...links.keys()]}::text[], ${[...links.values()]}::int[]) as taken(digest, links)
      join artifacts.blob b on b.digest = taken.digest
      where b.created_at < ${before} and (select count(*) from artifacts.repository_blob l where l.digest = taken.digest) <= taken.links`;
    return rows.map((row) => ({ digest: row.digest, sizeBytes: Number(row.size_bytes) }));
  },
});
