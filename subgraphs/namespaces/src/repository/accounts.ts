import type { Tables } from '../repository.ts';

export interface AccountRow {
  readonly id: string;
  readonly handle: string;
  readonly email: string;
}
const shown = { id: true, handle: true, email: true } as const;

export const accounts = (tables: Tables) => ({
  find: (id: string): Promise<AccountRow | null> => tables.account.findUnique({ where: { id }, select: shown }),

  findMany: (ids: readonly string[]): Promise<AccountRow[]> => tables.account.findMany({ where: { id: { in: [...ids] } }, select: shown }),

  /** The account with its password hash, by handle or by the key of its e-mail address. */
  findForSignIn: (name: { readonly handle: string } | { readonly emailKey: string }) =>
    tables.account.findUnique({ where: name, select: { ...shown, passwordHash: true } }),

  /** Decided by the unique indexes: of several at once exactly one is inserted. @returns false when handle or e-mail is taken */
  insert: async (account: AccountRow & { readonly emailKey: string; readonly passwordHash: string | null; readonly createdAt: Date }): Promise<boolean> =>
    (await tables.account.createMany({ data: [account], skipDuplicates: true })).count === 1,
});
