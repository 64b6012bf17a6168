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

  /** The account with its password hash, and the addresses it is known from, by handle or by the key of its e-mail address. */
  findForSignIn: (name: { readonly handle: string } | { readonly emailKey: string }) =>
    tables.account.findUnique({ where: name, select: { ...shown, passwordHash: true, knownAddresses: true } }),

  /** Waits for whoever counts what this account has; held until the transaction ends. */
  lock: async (id: string): Promise<void> => void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`namespaces.account:${id}`}, 0))`),

  /** Puts an address before those known already, of which the newest `most` are kept. */
  noteAddress: async (id: string, addressHash: Uint8Array, most: number): Promise<void> =>
    void (await tables.$executeRaw`
      update namespaces.account set known_addresses = (array_prepend(${Buffer.from(addressHash)}::bytea, array_remove(known_addresses, ${Buffer.from(addressHash)}::bytea)))[1:${most}::int]
      where id = ${id}::uuid`),

  /** Decided by the unique indexes: of several at once exactly one is inserted. @returns false when handle or e-mail is taken */
  insert: async (
    account: AccountRow & {
      readonly emailKey: string;
      readonly passwordHash: string | null;
      readonly knownAddresses: Uint8Array<ArrayBuffer>[];
      readonly createdAt: Date;
    },
  ): Promise<boolean> => (await tables.account.createMany({ data: [account], skipDuplicates: true })).count === 1,
});
