import { Prisma, type Transaction } from '@gati/database';
import type { Digest } from '@gati/identifiers';
import { carrierTagSql } from '../rules/tags.ts';
import { nestingMax } from './manifests.ts';

/** What somebody without write access may know of a manifest or blob. */
export interface Visibility {
  /** It is admitted, below an admitted index, or belongs to an admitted manifest. */
  readonly isOpen: boolean;
  /** It would be open, were its version not quarantined. */
  readonly isQuarantined: boolean;
}

type Tables = Pick<Transaction, '$queryRaw'>;

/**
 * Walks from the given manifests up to the indexes that name them. Open is what reaches, by way of nothing quarantined or rejected,
 * a manifest that is admitted, that has an admitted subject, or that stands under the tag of an admitted manifest (`sha256-<hex>`, .sig, .att, .sbom).
 */
const visibilityFrom = async (tables: Tables, artifactId: string, seeds: Prisma.Sql): Promise<Visibility> => {
  const [row] = await tables.$queryRaw<readonly { is_open: boolean | null; is_quarantined: boolean | null }[]>`
    with recursive up(id, digest, is_quarantined, is_rejected, depth) as (
      ${seeds}
      union
      select p.id, p.digest, exists (select 1 from artifacts.version v where v.manifest_id = p.id and v.status = 'quarantined'), p.rejected_at is not null, up.depth + 1
      from up
      join artifacts.manifest_reference r on r.artifact_id = ${artifactId}::uuid and r.digest = up.digest and r.kind = 'manifest'
      join artifacts.manifest p on p.id = r.manifest_id
      where up.depth < ${nestingMax}::int and not up.is_quarantined and not up.is_rejected
    ), based as (
      select up.is_quarantined, not up.is_rejected and (
          m.admitted_at is not null
          or exists (select 1 from artifacts.manifest s where s.artifact_id = m.artifact_id and s.digest = m.subject_digest and s.admitted_at is not null)
          or exists (
            select 1 from artifacts.label l join artifacts.manifest s on s.artifact_id = l.artifact_id and s.digest = 'sha256:' || substr(l.name, 8, 64)
            where l.artifact_id = m.artifact_id and l.manifest_id = m.id and l.name ~ ${carrierTagSql} and s.admitted_at is not null)
        ) as is_admitted
      from up join artifacts.manifest m on m.id = up.id
    )
    select bool_or(is_admitted and not is_quarantined) as is_open, bool_or(is_admitted and is_quarantined) as is_quarantined from based`;
  return { isOpen: row?.is_open ?? false, isQuarantined: (row?.is_quarantined ?? false) && !(row?.is_open ?? false) };
};

const seed = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select m.id, m.digest, exists (select 1 from artifacts.version v where v.manifest_id = m.id and v.status = 'quarantined'), m.rejected_at is not null, 0
  from artifacts.manifest m where ${condition}`;

export const visibility = (tables: Tables) => ({
  ofManifest: (artifactId: string, manifestId: string): Promise<Visibility> => visibilityFrom(tables, artifactId, seed(Prisma.sql`m.id = ${manifestId}::uuid`)),

  ofBlob: (artifactId: string, digest: Digest): Promise<Visibility> =>
    visibilityFrom(
      tables,
      artifactId,
      seed(
        Prisma.sql`m.id in (select r.manifest_id from artifacts.manifest_reference r where r.artifact_id = ${artifactId}::uuid and r.digest = ${digest} and r.kind in ('config', 'layer'))`,
      ),
    ),
});
