import type { Transaction } from '@gati/database';
import type { ArtifactName } from '@gati/identifiers';
import type { Sql } from './tables.ts';

type Tables = Pick<Transaction, 'artifact' | 'formerName'> & Sql;

/** What artifacts are called, and were called: a name belongs to one artifact for good. */
export const artifactNames = (tables: Pick<Tables, 'formerName'>) => ({
  /** The present names of artifacts that had these names before; for the others nothing. */
  presentOf: async (names: readonly string[]): Promise<ReadonlyMap<string, ArtifactName>> => {
    if (names.length === 0) return new Map();
    const rows = await tables.formerName.findMany({ where: { name: { in: [...names] } }, select: { name: true, artifact: { select: { name: true } } } });
    return new Map(rows.map(({ name, artifact }) => [name, artifact.name as ArtifactName]));
  },
});

/** Gives an artifact, which the transaction holds, to another namespace under another name, with what it stores. */
export const relocation = (tables: Tables) => ({
  /** Whether the name is another artifact's, or was. */
  isTaken: async (name: ArtifactName, artifactId: string): Promise<boolean> => {
    const [present, former] = await Promise.all([
      tables.artifact.findUnique({ where: { name }, select: { id: true } }),
      tables.formerName.findUnique({ where: { name }, select: { artifactId: true } }),
    ]);
    return (present !== null && present.id !== artifactId) || (former !== null && former.artifactId !== artifactId);
  },

  move: async ({
    artifactId,
    from,
    to,
    name,
    before,
    at,
  }: {
    readonly artifactId: string;
    readonly from: string;
    readonly to: string;
    readonly name: ArtifactName;
    readonly before: ArtifactName;
    readonly at: Date;
  }): Promise<void> => {
    await recount(tables, artifactId, { leaves: from, joins: to });
    await tables.artifact.update({
      where: { id: artifactId },
      data: { namespaceId: to, name, updatedAt: at, revision: { increment: 1 } },
      select: { id: true },
    });
    await tables.formerName.deleteMany({ where: { name, artifactId } });
    await tables.formerName.upsert({ where: { name: before }, create: { name: before, artifactId, releasedAt: at }, update: { releasedAt: at } });
  },
});

/** Counts every blob of the artifact to one namespace instead of another, in the statements that a link or its end would use. */
async function recount(tables: Sql, artifactId: string, { leaves, joins }: { readonly leaves: string; readonly joins: string }): Promise<void> {
  await tables.$executeRaw`
    with mine as (
      select l.digest, b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest where l.artifact_id = ${artifactId}::uuid
    ), taken as (
      update artifacts.namespace_blob n set links = n.links - 1 from mine where n.namespace_id = ${leaves}::uuid and n.digest = mine.digest
      returning mine.size_bytes, n.links = 0 as is_last
    ), freed as (
      select coalesce(sum(size_bytes), 0) as logical_bytes, coalesce(sum(size_bytes) filter (where is_last), 0) as stored_bytes from taken
    )
    update artifacts.namespace_storage s set logical_bytes = s.logical_bytes - freed.logical_bytes, stored_bytes = s.stored_bytes - freed.stored_bytes
    from freed where s.namespace_id = ${leaves}::uuid`;
  await tables.$executeRaw`delete from artifacts.namespace_blob where namespace_id = ${leaves}::uuid and links = 0`;
  await tables.$executeRaw`
    with mine as (
      select l.digest, b.size_bytes from artifacts.repository_blob l join artifacts.blob b on b.digest = l.digest where l.artifact_id = ${artifactId}::uuid
    ), given as (
      insert into artifacts.namespace_blob as n (namespace_id, digest, links) select ${joins}::uuid, digest, 1 from mine
      on conflict (namespace_id, digest) do update set links = n.links + 1
      returning n.digest, n.links = 1 as is_first
    ), added as (
      select coalesce(sum(size_bytes), 0)::bigint as logical_bytes, coalesce(sum(size_bytes) filter (where is_first), 0)::bigint as stored_bytes
      from given join mine on mine.digest = given.digest
    )
    insert into artifacts.namespace_storage as s (namespace_id, logical_bytes, stored_bytes) select ${joins}::uuid, logical_bytes, stored_bytes from added
    on conflict (namespace_id) do update set logical_bytes = s.logical_bytes + excluded.logical_bytes, stored_bytes = s.stored_bytes + excluded.stored_bytes`;
}
