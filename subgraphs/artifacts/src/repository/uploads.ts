import { Prisma, type Transaction } from '@gati/database';
import { holdingOf, type HoldingColumns, type NamespaceHolding } from './storage.ts';

export interface UploadRow {
  readonly id: string;
  readonly artifactId: string;
  readonly accountId: string;
}

/** A session as its requests meet it. */
export interface OpenUploadRow extends UploadRow {
  readonly expiresAt: Date;
}

type Tables = Pick<Transaction, 'upload' | '$executeRaw'>;

/** Whose turn it is lives for seconds, and silence ends it: the statement does not wait for the disk, where the session's bytes are just being written. */
const unawaited = Prisma.sql`set_config('synchronous_commit', 'off', true) = 'off'`;

/** Upload sessions: whose they are. How far they are, the blob store says. */
export const uploads = (tables: Tables) => ({
  insert: async (row: UploadRow & { readonly startedAt: Date; readonly expiresAt: Date }): Promise<void> => {
    await tables.upload.create({ data: row, select: { id: true } });
  },
  find: async (id: string): Promise<OpenUploadRow | null> =>
    tables.upload.findUnique({ where: { id }, select: { id: true, artifactId: true, accountId: true, expiresAt: true } }),
  /** Waits for whoever counts what this account has open; held until the transaction ends. */
  lockAccount: async (accountId: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`artifacts.uploads:${accountId}`}, 0))`),
  countOpen: (accountId: string, now: Date): Promise<number> => tables.upload.count({ where: { accountId, expiresAt: { gt: now } } }),
  remove: async (id: string): Promise<void> => {
    await tables.upload.deleteMany({ where: { id } });
  },

  /** The writer is still there. @returns false when the session has another one, or is over */
  keepWriting: async (id: string, writerId: string): Promise<boolean> =>
    (await tables.$executeRaw`update artifacts.upload set writer_seen_at = clock_timestamp() where id = ${id}::uuid and writer_id = ${writerId}::uuid and ${unawaited}`) ===
    1,
  /** @returns false when the session has another writer, or is over */
  endWriting: async (id: string, writerId: string): Promise<boolean> =>
    (await tables.$executeRaw`update artifacts.upload set writer_id = null, writer_seen_at = null where id = ${id}::uuid and writer_id = ${writerId}::uuid and ${unawaited}`) ===
    1,

  startedBefore: async (before: Date, limit: number): Promise<readonly string[]> =>
    (await tables.upload.findMany({ where: { startedAt: { lt: before } }, select: { id: true }, take: limit })).map(({ id }) => id),
  expired: async (now: Date, limit: number): Promise<readonly string[]> =>
    (await tables.upload.findMany({ where: { expiresAt: { lte: now } }, select: { id: true }, take: limit })).map(({ id }) => id),
});

/**
 * Makes a request of this account the session's writer, unless another one is and was seen within `silenceMs`; by the database's clock, which all processes share.
 * @returns what the session's namespace holds, so that whoever writes need not ask again; null when the request did not become its writer
 */
export async function takeWriting(
  tables: Pick<Transaction, '$queryRaw'>,
  { id, accountId, writerId, silenceMs }: { readonly id: string; readonly accountId: string; readonly writerId: string; readonly silenceMs: number },
): Promise<NamespaceHolding | null> {
  const [row] = await tables.$queryRaw<readonly HoldingColumns[]>`
    with taken as (
      update artifacts.upload set writer_id = ${writerId}::uuid, writer_seen_at = clock_timestamp()
      where id = ${id}::uuid and account_id = ${accountId}::uuid and ${unawaited}
        and (writer_id is null or writer_seen_at < clock_timestamp() - ${silenceMs} * interval '1 millisecond')
      returning artifact_id
    )
    select coalesce(s.stored_bytes, 0) as stored_bytes, s.quota_bytes
    from taken left join artifacts.artifact a on a.id = taken.artifact_id left join artifacts.namespace_storage s on s.namespace_id = a.namespace_id`;
  return row ? holdingOf(row) : null;
}
