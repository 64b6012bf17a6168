import { Prisma, type Transaction } from '@gati/database';
import { carrierTagSql } from '../rules/tags.ts';
import type { Sql } from './tables.ts';
import { isOpenSql } from './visibility.ts';

export interface LabelRow {
  readonly name: string;
  /** What everybody sees; null when nothing it was put on was admitted yet. */
  readonly manifestId: string | null;
  /** What writers see: it waits for admission. */
  readonly pendingManifestId: string | null;
}

type Tables = Pick<Transaction, 'label'> & Sql;

const select = { name: true, manifestId: true, pendingManifestId: true } as const;

export const labels = (tables: Tables) => ({
  find: (artifactId: string, name: string): Promise<LabelRow | null> => tables.label.findUnique({ where: { artifactId_name: { artifactId, name } }, select }),

  /** Puts the label on a manifest that counts for everybody; what was pending is forgotten. @returns whether anything changed */
  set: async (artifactId: string, name: string, manifestId: string, at: Date): Promise<boolean> =>
    (await tables.$executeRaw`
      insert into artifacts.label (artifact_id, name, manifest_id, updated_at) values (${artifactId}::uuid, ${name}, ${manifestId}::uuid, ${at})
      on conflict (artifact_id, name) do update set manifest_id = excluded.manifest_id, pending_manifest_id = null, updated_at = excluded.updated_at
      where label.manifest_id is distinct from excluded.manifest_id or label.pending_manifest_id is not null`) === 1,

  /** Puts the label on a manifest that waits for admission; everybody else keeps the old target. */
  setPending: async (artifactId: string, name: string, manifestId: string, at: Date): Promise<void> => {
    await tables.$executeRaw`
      insert into artifacts.label (artifact_id, name, pending_manifest_id, updated_at) values (${artifactId}::uuid, ${name}, ${manifestId}::uuid, ${at})
      on conflict (artifact_id, name) do update set pending_manifest_id = excluded.pending_manifest_id, updated_at = excluded.updated_at`;
  },

  /** How many labels an artifact has, this one and those that carry signatures not counted. */
  count: async (artifactId: string, except: string): Promise<number> => {
    const [row] = await tables.$queryRaw<readonly { count: number }[]>`
      select count(*)::int as count from artifacts.label where artifact_id = ${artifactId}::uuid and name <> ${except} and name !~ ${carrierTagSql}`;
    return row?.count ?? 0;
  },

  countPending: (artifactId: string, manifestId: string): Promise<number> => tables.label.count({ where: { artifactId, pendingManifestId: manifestId } }),

  /** Moves every label that waited for the manifest onto it. @returns how many */
  settle: (artifactId: string, manifestId: string, at: Date): Promise<number> => tables.$executeRaw`
    update artifacts.label set manifest_id = pending_manifest_id, pending_manifest_id = null, updated_at = ${at}
    where artifact_id = ${artifactId}::uuid and pending_manifest_id = ${manifestId}::uuid`,

  remove: async (artifactId: string, name: string): Promise<boolean> => (await tables.label.deleteMany({ where: { artifactId, name } })).count === 1,

  /** Takes the manifest out of all labels; a label on nothing goes. @returns how many labels others saw on it */
  detach: async (artifactId: string, manifestId: string): Promise<number> => {
    await tables.$executeRaw`update artifacts.label set pending_manifest_id = null where artifact_id = ${artifactId}::uuid and pending_manifest_id = ${manifestId}::uuid`;
    const seen =
      await tables.$executeRaw`update artifacts.label set manifest_id = null where artifact_id = ${artifactId}::uuid and manifest_id = ${manifestId}::uuid`;
    await tables.$executeRaw`delete from artifacts.label where artifact_id = ${artifactId}::uuid and manifest_id is null and pending_manifest_id is null`;
    return seen;
  },

  /** Names of the labels on the manifest, pending ones included. */
  namesOn: async (artifactId: string, manifestId: string): Promise<readonly string[]> =>
    (
      await tables.label.findMany({
        where: { artifactId, OR: [{ manifestId }, { pendingManifestId: manifestId }] },
        select: { name: true },
        orderBy: { name: 'asc' },
      })
    ).map(({ name }) => name),

  /**
   * A page of tags: versions and labels together, in the order of their bytes.
   * @param seesAll  whether the caller sees what is not admitted
   */
  page: async (
    artifactId: string,
    { after, limit, seesAll }: { readonly after: string; readonly limit: number; readonly seesAll: boolean },
  ): Promise<readonly string[]> => {
    // Sorted before it is filtered, so that no more manifests are looked at than the page needs.
    const rows = await tables.$queryRaw<readonly { tag: string }[]>`
      select m.tag from (
        select tags.tag, target.id, target.admitted_at, target.rejected_at from (
          select v.version as tag, v.manifest_id from artifacts.version v
          where v.artifact_id = ${artifactId}::uuid and v.unpublished_at is null ${seesAll ? Prisma.empty : Prisma.sql`and v.status in ('published', 'yanked')`}
          union all
          select l.name, l.manifest_id from artifacts.label l where l.artifact_id = ${artifactId}::uuid
        ) tags left join artifacts.manifest target on target.id = tags.manifest_id
        where tags.tag collate "C" > ${after} order by tags.tag collate "C" offset 0
      ) m ${seesAll ? Prisma.empty : Prisma.sql`where ${isOpenSql}`} order by m.tag collate "C" limit ${limit}`;
    return rows.map(({ tag }) => tag);
  },
});
