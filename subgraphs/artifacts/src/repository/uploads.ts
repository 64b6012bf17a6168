import type { Transaction } from '@gati/database';

export interface UploadRow {
  readonly id: string;
  readonly artifactId: string;
  readonly accountId: string;
}

type Tables = Pick<Transaction, 'upload'>;

/** Upload sessions: whose they are. How far they are, the blob store says. */
export const uploads = (tables: Tables) => ({
  insert: async (row: UploadRow & { readonly startedAt: Date; readonly expiresAt: Date }): Promise<void> => {
    await tables.upload.create({ data: row, select: { id: true } });
  },
  find: (id: string): Promise<UploadRow | null> => tables.upload.findUnique({ where: { id }, select: { id: true, artifactId: true, accountId: true } }),
  countOpen: (accountId: string, now: Date): Promise<number> => tables.upload.count({ where: { accountId, expiresAt: { gt: now } } }),
  remove: async (id: string): Promise<void> => {
    await tables.upload.deleteMany({ where: { id } });
  },
  expired: async (now: Date, limit: number): Promise<readonly string[]> =>
    (await tables.upload.findMany({ where: { expiresAt: { lte: now } }, select: { id: true }, take: limit })).map(({ id }) => id),
});
