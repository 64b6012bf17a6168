import type { Transaction } from '@gati/database';
import type { Sql } from './tables.ts';

type Tables = Pick<Transaction, 'star' | 'artifact'> & Sql;

/** Stars and their count change together, in the caller's transaction: the count is always the number of rows. */
export const stars = (tables: Tables) => ({
  /** @returns whether there was none before */
  give: async (artifactId: string, accountId: string, at: Date): Promise<boolean> => {
    const { count } = await tables.star.createMany({ data: [{ artifactId, accountId, createdAt: at }], skipDuplicates: true });
    if (count > 0) await tables.artifact.update({ where: { id: artifactId }, data: { starCount: { increment: 1 } }, select: { id: true } });
    return count > 0;
  },

  /** @returns whether there was one */
  takeBack: async (artifactId: string, accountId: string): Promise<boolean> => {
    const { count } = await tables.star.deleteMany({ where: { artifactId, accountId } });
    if (count > 0) await tables.artifact.update({ where: { id: artifactId }, data: { starCount: { decrement: 1 } }, select: { id: true } });
    return count > 0;
  },
});
