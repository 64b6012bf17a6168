import { Prisma, type Transaction } from '@gati/database';
import type { ArtifactName } from '@gati/identifiers';
import { RegistryError } from '@gati/errors';
import type { Sql } from './tables.ts';

/** An artifact as pushes, pulls and admissions see it. */
export interface PushTarget {
  readonly id: string;
  readonly namespaceId: string;
  readonly name: ArtifactName;
  readonly type: 'module' | 'plugin' | 'model' | 'agent' | 'template' | 'snapshot' | null;
  readonly visibility: 'public' | 'private';
  readonly isAdmitted: boolean;
  readonly latestVersionId: string | null;
}

type Tables = Pick<Transaction, 'artifact'> & Sql;

const select = { id: true, namespaceId: true, name: true, type: true, visibility: true, isAdmitted: true, latestVersionId: true } as const;

export const pushTargets = (tables: Tables) => ({
  find: async (name: ArtifactName): Promise<PushTarget | null> => (await tables.artifact.findUnique({ where: { name }, select })) as PushTarget | null,

  findMany: async (names: readonly string[]): Promise<readonly PushTarget[]> =>
    (await tables.artifact.findMany({ where: { name: { in: [...names] } }, select })).map((row) => row as PushTarget),

  byIds: async (ids: readonly string[]): Promise<readonly PushTarget[]> =>
    (await tables.artifact.findMany({ where: { id: { in: [...ids] } }, select })).map((row) => row as PushTarget),

  /** Holds the row until the transaction ends: pushes, admissions and deletions of one artifact happen one after the other. Rows that only refer to it (a finished upload's) need not wait. */
  lock: async (id: string): Promise<PushTarget | null> => {
    await tables.$queryRaw`select id from artifacts.artifact where id = ${id}::uuid for no key update`;
    return (await tables.artifact.findUnique({ where: { id }, select })) as PushTarget | null;
  },

  /** Holds those of these rows that nobody else holds; waits for none. @returns their ids */
  lockFree: async (ids: readonly string[]): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<
      readonly { id: string }[]
    >`select id from artifacts.artifact where id = any(${[...ids]}::uuid[]) order by id for no key update skip locked`;
    return rows.map(({ id }) => id);
  },

  /** Makes the artifact unless it exists, and holds its row. */
  ensure: async (row: {
    readonly id: string;
    readonly namespaceId: string;
    readonly name: ArtifactName;
    readonly visibility: 'public' | 'private';
    readonly at: Date;
  }): Promise<PushTarget> => {
    await tables.$executeRaw`
      insert into artifacts.artifact (id, namespace_id, name, visibility, created_at, updated_at)
      select ${row.id}::uuid, ${row.namespaceId}::uuid, ${row.name}, ${row.visibility}::artifacts.visibility, ${row.at}::timestamptz, ${row.at}::timestamptz
      where not exists (select from artifacts.former_name f where f.name = ${row.name})
      on conflict (name) do nothing`;
    await tables.$queryRaw`select id from artifacts.artifact where name = ${row.name} for no key update`;
    const artifact = await tables.artifact.findUnique({ where: { name: row.name }, select });
    // It was transferred while the push was under way.
    if (!artifact) throw new RegistryError('NOT_FOUND', { reference: row.name });
    return artifact as PushTarget;
  },

  change: async (
    id: string,
    data: {
      readonly type?: PushTarget['type'];
      readonly visibility?: PushTarget['visibility'];
      readonly isAdmitted?: true;
      readonly latestVersionId?: string | null;
    },
  ): Promise<void> => {
    await tables.artifact.update({ where: { id }, data: data as never, select: { id: true } });
  },

  /** What search and pages show has changed: an older state never overwrites this one. */
  touch: async (id: string, at: Date): Promise<void> => {
    await tables.artifact.update({ where: { id }, data: { revision: { increment: 1 }, updatedAt: at }, select: { id: true } });
  },

  /** A counter has changed: search has to look again, and nothing else has. */
  recount: async (id: string): Promise<void> => {
    await tables.artifact.update({ where: { id }, data: { revision: { increment: 1 } }, select: { id: true } });
  },

  /** Artifacts that a push began and nothing came of: nothing in them, and none of it ever admitted. */
  forgotten: async (before: Date, limit: number): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<
      readonly { id: string }[]
    >`select a.id from artifacts.artifact a where a.created_at < ${before} and ${isEmpty} limit ${limit}`;
    return rows.map(({ id }) => id);
  },

  /** Removes the artifact if it is still empty; its row must be held, so that no push comes in between. */
  removeEmpty: (id: string): Promise<number> => tables.$executeRaw`delete from artifacts.artifact a where a.id = ${id}::uuid and ${isEmpty}`,
});

const isEmpty = Prisma.sql`
  not a.is_admitted
  and not exists (select 1 from artifacts.manifest m where m.artifact_id = a.id)
  and not exists (select 1 from artifacts.version v where v.artifact_id = a.id)
  and not exists (select 1 from artifacts.repository_blob b where b.artifact_id = a.id)
  and not exists (select 1 from artifacts.upload u where u.artifact_id = a.id)`;
