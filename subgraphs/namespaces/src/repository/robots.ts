import type { Role } from '@gati/authority';
import type { Tables } from '../repository.ts';

/** A machine's account. */
export interface RobotRow {
  readonly accountId: string;
  readonly namespaceId: string;
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  readonly role: Role;
  readonly createdAt: Date;
}
const select = {
  accountId: true,
  namespaceId: true,
  name: true,
  description: true,
  role: true,
  createdAt: true,
  account: { select: { handle: true } },
} as const;
const read = ({ account, ...row }: Omit<RobotRow, 'handle'> & { readonly account: { readonly handle: string } }): RobotRow => ({
  ...row,
  handle: account.handle,
});

/** Those that were removed are there for nobody. */
export const robots = (tables: Tables) => ({
  find: async (accountId: string): Promise<RobotRow | null> => {
    const row = await tables.robot.findUnique({ where: { accountId, removedAt: null }, select });
    return row && read(row);
  },

  list: async (namespaceId: string, limit: number): Promise<RobotRow[]> =>
    (await tables.robot.findMany({ where: { namespaceId, removedAt: null }, orderBy: { name: 'asc' }, take: limit, select })).map(read),

  count: (namespaceId: string): Promise<number> => tables.robot.count({ where: { namespaceId, removedAt: null } }),

  /** Decided by the unique index: a name is not given twice, also not that of a removed one. @returns false when it is taken */
  insert: async ({ handle: _, ...robot }: RobotRow): Promise<boolean> => (await tables.robot.createMany({ data: [robot], skipDuplicates: true })).count === 1,

  /** @returns whether it was this call that removed it */
  remove: async (accountId: string, removedAt: Date): Promise<boolean> =>
    (await tables.robot.updateMany({ where: { accountId, removedAt: null }, data: { removedAt } })).count === 1,
});
