import { Prisma, type Transaction } from '@gati/database';
import type { Digest } from '@gati/identifiers';
import { carrierTagSql } from '../rules/tags.ts';

/** What somebody without write access may know of a manifest or blob. */
export interface Visibility {
  /** It is admitted, below an admitted index, or a document about something that is. */
  readonly isOpen: boolean;
  /** It would be open, were its version not quarantined. */
  readonly isQuarantined: boolean;
}

type Tables = Pick<Transaction, '$queryRaw'>;

/** A manifest `n` on the way up. */
const standing = Prisma.sql`
  n.id, n.artifact_id, n.digest, n.is_inert, n.subject_digest, n.admitted_at is not null as is_admitted, n.rejected_at is not null as is_rejected,
  exists (select 1 from artifacts.version v where v.manifest_id = n.id and v.status = 'quarantined') as is_quarantined`;

/**
 * Goes from manifests up to what opens them: to the indexes that name them, and from an inert carrier to its subject, by its field or by the tag it stands under (`sha256-<hex>`, .sig, .att, .sbom).
 * Open is what reaches something admitted by way of nothing quarantined or rejected: what hangs on a version is closed with it. Each manifest is met once, however they name each other.
 * @param seeds  a condition on `n`, the manifests to begin with
 */
const wayUp = (seeds: Prisma.Sql): Prisma.Sql => Prisma.sql`
  with recursive up as (
    select ${standing} from artifacts.manifest n where ${seeds}
    union
    select ${standing}
    from up
    cross join lateral (
      select r.manifest_id as id from artifacts.manifest_reference r where r.artifact_id = up.artifact_id and r.digest = up.digest and r.kind = 'manifest'
      union all
      select s.id from artifacts.manifest s where up.is_inert and s.artifact_id = up.artifact_id and s.digest = up.subject_digest
      union all
      select s.id from artifacts.label l join artifacts.manifest s on s.artifact_id = l.artifact_id and s.digest = 'sha256:' || substr(l.name, 8, 64)
      where up.is_inert and l.manifest_id = up.id and l.name ~ ${carrierTagSql}
    ) above
    join artifacts.manifest n on n.id = above.id
    where not up.is_quarantined and not up.is_rejected
  )`;

/** For lists: whether others may read the manifest `m` of a row, of which `id`, `admitted_at` and `rejected_at` are needed. Most are admitted themselves, which is seen without going up. */
export const isOpenSql = Prisma.sql`(
  m.admitted_at is not null and m.rejected_at is null and not exists (select 1 from artifacts.version v where v.manifest_id = m.id and v.status = 'quarantined')
  or exists (${wayUp(Prisma.sql`n.id = m.id`)} select 1 from up where is_admitted and not is_quarantined and not is_rejected))`;

const visibilityFrom = async (tables: Tables, seeds: Prisma.Sql): Promise<Visibility> => {
  const [row] = await tables.$queryRaw<readonly { is_open: boolean | null; is_quarantined: boolean | null }[]>`
    ${wayUp(seeds)}
    select bool_or(is_admitted and not is_rejected and not is_quarantined) as is_open, bool_or(is_admitted and not is_rejected and is_quarantined) as is_quarantined from up`;
  return { isOpen: row?.is_open ?? false, isQuarantined: (row?.is_quarantined ?? false) && !(row?.is_open ?? false) };
};

export const visibility = (tables: Tables) => ({
  ofManifest: (artifactId: string, manifestId: string): Promise<Visibility> =>
    visibilityFrom(tables, Prisma.sql`n.id = ${manifestId}::uuid and n.artifact_id = ${artifactId}::uuid`),

  ofBlob: (artifactId: string, digest: Digest): Promise<Visibility> =>
    visibilityFrom(
      tables,
      Prisma.sql`n.id in (select r.manifest_id from artifacts.manifest_reference r where r.artifact_id = ${artifactId}::uuid and r.digest = ${digest} and r.kind in ('config', 'layer'))`,
    ),
});
