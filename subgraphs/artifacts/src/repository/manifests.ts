import { Prisma, type Transaction } from '@gati/database';
import type { Digest } from '@gati/identifiers';
import type { Signer } from '../rules/admission.ts';
import type { Sql } from './tables.ts';
import { isOpenSql } from './visibility.ts';

export interface ManifestReferenceRow {
  readonly kind: 'config' | 'layer' | 'manifest';
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** A manifest without its bytes. */
export interface ManifestRow {
  readonly id: string;
  readonly artifactId: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly subjectDigest: Digest | null;
  /** Whether it holds nothing but documents, so that it is open with its subject. */
  readonly isInert: boolean;
  readonly sizeBytes: number;
  readonly pushedAt: Date;
  readonly admittedAt: Date | null;
  readonly rejectedAt: Date | null;
  readonly rejectReason: string | null;
}

export interface NewManifest {
  readonly id: string;
  readonly artifactId: string;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly subjectDigest: Digest | null;
  readonly isInert: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly content: Uint8Array;
  readonly pushedAt: Date;
  readonly pushedBy: string | null;
  readonly references: readonly ManifestReferenceRow[];
}

/** A manifest as the referrers of its subject list it. */
export interface Referrer {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly artifactType: string | null;
  readonly sizeBytes: number;
  readonly annotations: Readonly<Record<string, string>>;
}

type Tables = Pick<Transaction, 'manifest' | 'manifestReference'> & Sql;

const select = {
  id: true,
  artifactId: true,
  digest: true,
  mediaType: true,
  artifactType: true,
  subjectDigest: true,
  isInert: true,
  sizeBytes: true,
  pushedAt: true,
  admittedAt: true,
  rejectedAt: true,
  rejectReason: true,
} as const;

export const manifests = (tables: Tables) => ({
  find: async (artifactId: string, digest: Digest): Promise<ManifestRow | null> =>
    (await tables.manifest.findUnique({ where: { artifactId_digest: { artifactId, digest } }, select })) as ManifestRow | null,

  byId: async (id: string): Promise<ManifestRow | null> => (await tables.manifest.findUnique({ where: { id }, select })) as ManifestRow | null,

  contentOf: async (id: string): Promise<Uint8Array | null> =>
    (await tables.manifest.findUnique({ where: { id }, select: { content: true } }))?.content ?? null,

  signerOf: async (id: string): Promise<Signer | null> =>
    ((await tables.manifest.findUnique({ where: { id }, select: { admission: true } }))?.admission ?? null) as Signer | null,

  /** Stores a manifest with what it names; the caller holds the artifact's row. */
  insert: async ({ references, content, annotations, ...row }: NewManifest): Promise<void> => {
    await tables.manifest.create({ data: { ...row, annotations, content: Uint8Array.from(content), sizeBytes: content.byteLength }, select: { id: true } });
    if (references.length === 0) return;
    const rows = references.map(({ kind, digest, mediaType, sizeBytes }, position) => ({
      position,
      kind,
      digest,
      media_type: mediaType,
      size_bytes: sizeBytes,
    }));
    await tables.$executeRaw`
      insert into artifacts.manifest_reference (manifest_id, artifact_id, position, kind, digest, media_type, size_bytes)
      select ${row.id}::uuid, ${row.artifactId}::uuid, r.position, r.kind, r.digest, r.media_type, r.size_bytes
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(position int, kind artifacts.reference_kind, digest text, media_type text, size_bytes bigint)`;
  },

  referencesOf: async (id: string): Promise<readonly ManifestReferenceRow[]> => {
    const rows = await tables.manifestReference.findMany({
      where: { manifestId: id },
      orderBy: { position: 'asc' },
      select: { kind: true, digest: true, mediaType: true, sizeBytes: true },
    });
    return rows.map((row) => ({ ...row, digest: row.digest as Digest, sizeBytes: Number(row.sizeBytes) }));
  },

  /** Sizes and media types of those of these manifests that the repository has. */
  describe: async (
    artifactId: string,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<string, { readonly mediaType: string; readonly sizeBytes: number }>> => {
    const rows = await tables.manifest.findMany({
      where: { artifactId, digest: { in: [...digests] } },
      select: { digest: true, mediaType: true, sizeBytes: true },
    });
    return new Map(rows.map(({ digest, ...rest }) => [digest, rest]));
  },

  /** Whether the repository has all of these manifests, and each holds nothing but documents. */
  areInert: async (artifactId: string, digests: readonly Digest[]): Promise<boolean> => {
    const distinct = new Set(digests);
    return (await tables.manifest.count({ where: { artifactId, digest: { in: [...distinct] }, isInert: true } })) === distinct.size;
  },

  /** Bytes of the manifests and layers below an index, each counted once. */
  sizeBelow: async (artifactId: string, digests: readonly Digest[]): Promise<number> => {
    const [row] = await tables.$queryRaw<readonly { total: bigint | null }[]>`
      with recursive below(id, digest, depth) as (
        select m.id, m.digest, 0 from artifacts.manifest m where m.artifact_id = ${artifactId}::uuid and m.digest = any(${[...digests]})
        union
        select m.id, m.digest, b.depth + 1 from below b
        join artifacts.manifest_reference r on r.manifest_id = b.id and r.kind = 'manifest'
        join artifacts.manifest m on m.artifact_id = ${artifactId}::uuid and m.digest = r.digest
        where b.depth < ${nestingMax}::int
      ), parts(digest, size_bytes) as (
        select m.digest, m.size_bytes::bigint from below b join artifacts.manifest m on m.id = b.id
        union
        select r.digest, r.size_bytes from below b join artifacts.manifest_reference r on r.manifest_id = b.id and r.kind = 'layer'
      )
      select sum(size_bytes)::bigint as total from parts`;
    return Number(row?.total ?? 0n);
  },

  /** A manifest of this repository that names this one; null when none does. */
  parentOf: async (artifactId: string, digest: Digest): Promise<Digest | null> => {
    const [row] = await tables.$queryRaw<readonly { digest: string }[]>`
      select m.digest from artifacts.manifest_reference r join artifacts.manifest m on m.id = r.manifest_id
      where r.artifact_id = ${artifactId}::uuid and r.digest = ${digest} and r.kind = 'manifest' limit 1`;
    return (row?.digest ?? null) as Digest | null;
  },

  /** @param namespaceId  whose keys the signer is one of */
  admit: async (id: string, at: Date, signer: Signer, namespaceId: string): Promise<void> => {
    await tables.manifest.updateMany({ where: { id, admittedAt: null }, data: { admittedAt: at, admission: { ...signer }, admittedIn: namespaceId } });
  },

  /** It waits for admission again, as at its push. */
  forgetAdmission: async (id: string): Promise<void> => {
    await tables.manifest.updateMany({ where: { id }, data: { admittedAt: null, admission: Prisma.DbNull, admittedIn: null } });
  },

  reject: async (id: string, at: Date, reason: string): Promise<void> => {
    await tables.manifest.updateMany({ where: { id, rejectedAt: null }, data: { rejectedAt: at, rejectReason: reason } });
  },

  remove: async (id: string): Promise<void> => {
    await tables.manifest.deleteMany({ where: { id } });
  },

  /** Manifests that carry something about the subject: by their `subject`, or under Cosign's signature tag. The newest first. */
  carriersOf: (artifactId: string, subject: Digest, signatureTag: string, limit: number) =>
    tables.$queryRaw<readonly { id: string; digest: Digest; media_type: string; content: Uint8Array; pushed_at: Date; is_signature_tag: boolean }[]>`
      select m.id, m.digest, m.media_type, m.content, m.pushed_at, bool_or(l.name is not null) as is_signature_tag
      from artifacts.manifest m
      left join artifacts.label l on l.artifact_id = m.artifact_id and l.manifest_id = m.id and l.name = ${signatureTag}
      where m.artifact_id = ${artifactId}::uuid and (m.subject_digest = ${subject} or l.name is not null)
      group by m.id order by m.pushed_at desc, m.id limit ${limit}`,

  /**
   * A page of what refers to the subject, by digest. Annotations are a publisher's own: the page ends early where they are large.
   * @param seesAll  whether the caller sees what is not admitted
   */
  referrers: (
    artifactId: string,
    subject: Digest,
    {
      artifactType,
      after,
      limit,
      seesAll,
    }: { readonly artifactType: string | null; readonly after: string; readonly limit: number; readonly seesAll: boolean },
  ) =>
    tables.$queryRaw<readonly Referrer[]>`
      select digest, "mediaType", "artifactType", "sizeBytes", annotations from (
        select m.digest, m.media_type as "mediaType", m.artifact_type as "artifactType", m.size_bytes as "sizeBytes", m.annotations,
          sum(length(m.annotations::text)) over (order by m.digest collate "C") as annotations_so_far, row_number() over (order by m.digest collate "C") as position
        from artifacts.manifest m
        where m.artifact_id = ${artifactId}::uuid and m.subject_digest = ${subject} and m.digest collate "C" > ${after} and m.rejected_at is null
          ${artifactType === null ? Prisma.empty : Prisma.sql`and m.artifact_type = ${artifactType}`}
          ${seesAll ? Prisma.empty : Prisma.sql`and ${isOpenSql}`}
      ) page where position = 1 or annotations_so_far < ${annotationsBytesMax}::int
      order by digest collate "C" limit ${limit}`,
});

/** Indexes of indexes: deeper ones are not followed, so that a circle cannot be built on them. */
export const nestingMax = 8;
/** Of the annotations of one page of referrers. */
const annotationsBytesMax = 2 * 1024 * 1024;
