import type { Tables } from '../repository.ts';

export interface AccountRow {
  readonly id: string;
  readonly handle: string;
  /** Null for robots. */
  readonly email: string | null;
}
const shown = { id: true, handle: true, email: true } as const;
const forSignIn = { ...shown, passwordHash: true, knownAddresses: true } as const;

export interface AccountForSignIn extends AccountRow {
  readonly passwordHash: string | null;
  readonly knownAddresses: readonly Uint8Array[];
}

export const accounts = (tables: Tables) => ({
  find: (id: string): Promise<AccountRow | null> => tables.account.findUnique({ where: { id }, select: shown }),

  findMany: (ids: readonly string[]): Promise<AccountRow[]> => tables.account.findMany({ where: { id: { in: [...ids] } }, select: shown }),

  /**
   * Whose password may be tried under this name: by handle one place, by e-mail address always two, for the account that verified it and for the newest that only
   * wrote it. A place is null where there is none; how many there are tells nobody whether an address is known.
   */
  findForSignIn: async (name: { readonly handle: string } | { readonly emailKey: string }): Promise<readonly (AccountForSignIn | null)[]> => {
    if ('handle' in name) return [await tables.account.findUnique({ where: name, select: forSignIn })];
    return Promise.all([
      tables.account.findUnique({ where: { verifiedEmailKey: name.emailKey }, select: forSignIn }),
      tables.account.findFirst({
        where: { emailKey: name.emailKey, verifiedEmailKey: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: forSignIn,
      }),
    ]);
  },

  /** Waits for whoever counts what this account has; held until the transaction ends. */
  lock: async (id: string): Promise<void> => void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`namespaces.account:${id}`}, 0))`),

  /** Puts an address before those known already, of which the newest `most` are kept. */
  noteAddress: async (id: string, addressHash: Uint8Array, most: number): Promise<void> =>
    void (await tables.$executeRaw`
      update namespaces.account set known_addresses = (array_prepend(${Buffer.from(addressHash)}::bytea, array_remove(known_addresses, ${Buffer.from(addressHash)}::bytea)))[1:${most}::int]
      where id = ${id}::uuid`),

  findPasswordHash: async (id: string): Promise<string | null> =>
    (await tables.account.findUnique({ where: { id }, select: { passwordHash: true } }))?.passwordHash ?? null,

  setPasswordHash: async (id: string, passwordHash: string): Promise<void> => void (await tables.account.update({ where: { id }, data: { passwordHash } })),

  /** Whether a mail to the account's present address was answered. */
  isEmailVerified: async (id: string): Promise<boolean> =>
    ((await tables.account.findUnique({ where: { id }, select: { verifiedEmailKey: true } }))?.verifiedEmailKey ?? null) !== null,

  /** Who verified this address; null when nobody has. */
  findByVerifiedEmail: (emailKey: string): Promise<AccountRow | null> => tables.account.findUnique({ where: { verifiedEmailKey: emailKey }, select: shown }),

  /** Notes that the address is the account's. Wait for `lockEmail` before. @returns false when another account has verified it, or this one has another address by now */
  verifyEmail: async (id: string, emailKey: string): Promise<boolean> => {
    const holder = await tables.account.findUnique({ where: { verifiedEmailKey: emailKey }, select: { id: true } });
    if (holder) return holder.id === id;
    return (await tables.account.updateMany({ where: { id, emailKey }, data: { verifiedEmailKey: emailKey } })).count === 1;
  },

  /** Of several that verify one address at once, the first decides; held until the transaction ends. */
  lockEmail: async (emailKey: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`namespaces.email:${emailKey}`}, 0))`),

  /** Decided by the unique index: of several at once exactly one is inserted. @returns false when the handle is taken */
  insert: async (
    account: AccountRow & {
      readonly emailKey: string | null;
      readonly passwordHash: string | null;
      readonly knownAddresses: Uint8Array<ArrayBuffer>[];
      readonly createdAt: Date;
    },
  ): Promise<boolean> => (await tables.account.createMany({ data: [account], skipDuplicates: true })).count === 1,
});
