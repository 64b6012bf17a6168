import type { Transaction } from '@gati/database';

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

  /** Makes a request the session's writer, unless another one is and was seen within `silenceMs`; by the database's clock, which all processes share. @returns whether it is */
  takeWriting: async (id: string, writerId: string, silenceMs: number): Promise<boolean> =>
    (await tables.$executeRaw`
      update artifacts.upload set writer_id = ${writerId}::uuid, writer_seen_at = clock_timestamp()
      where id = ${id}::uuid and (writer_id is null or writer_seen_at < clock_timestamp() - ${silenceMs} * interval '1 millisecond')`) === 1,
  /** The writer is still there. @returns false when the session has another one, or is over */
  keepWriting: async (id: string, writerId: string): Promise<boolean> =>
    (await tables.$executeRaw`update artifacts.upload set writer_seen_at = clock_timestamp() where id = ${id}::uuid and writer_id = ${writerId}::uuid`) === 1,
  /** @returns false when the session has another writer, or is over */
  endWriting: async (id: string, writerId: string): Promise<boolean> =>
    (await tables.$executeRaw`update artifacts.upload set writer_id = null, writer_seen_at = null where id = ${id}::uuid and writer_id = ${writerId}::uuid`) ===
    1,

  startedBefore: async (before: Date, limit: number): Promise<readonly string[]> =>
    (await tables.upload.findMany({ where: { startedAt: { lt: before } }, select: { id: true }, take: limit })).map(({ id }) => id),
  expired: async (now: Date, limit: number): Promise<readonly string[]> =>
    (await tables.upload.findMany({ where: { expiresAt: { lte: now } }, select: { id: true }, take: limit })).map(({ id }) => id),
});
