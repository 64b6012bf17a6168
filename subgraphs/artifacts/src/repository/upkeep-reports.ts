import type { Transaction } from '@gati/database';
import type { UpkeepItem, UpkeepReport } from '../upkeep.ts';

type Tables = Pick<Transaction, 'upkeepReport'>;

/** What runs of the store's upkeep did. */
export const upkeepReports = (tables: Tables) => ({
  insert: async (id: string, { kind, startedAt, finishedAt, counts, items }: UpkeepReport): Promise<void> => {
    await tables.upkeepReport.create({ data: { id, kind, startedAt, finishedAt, counts, items: items as object[] }, select: { id: true } });
  },

  newest: async (limit: number): Promise<readonly UpkeepReport[]> =>
    (await tables.upkeepReport.findMany({ orderBy: { startedAt: 'desc' }, take: limit })).map(({ id: _, counts, items, ...row }) => ({
      ...row,
      isDryRun: false,
      counts: counts as Record<string, number>,
      items: items as unknown as readonly UpkeepItem[],
    })),

  keepNewest: async (count: number): Promise<void> => {
    const [last] = await tables.upkeepReport.findMany({ orderBy: { startedAt: 'desc' }, skip: count, take: 1, select: { startedAt: true } });
    if (last) await tables.upkeepReport.deleteMany({ where: { startedAt: { lte: last.startedAt } } });
  },
});
