import type { ProviderName } from '../providers/index.ts';
import type { Tables } from '../repository.ts';

/** An account elsewhere that its owner signs in with. */
export interface LinkedIdentityRow {
  readonly id: string;
  readonly accountId: string;
  readonly provider: ProviderName;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}
const shown = { id: true, accountId: true, provider: true, name: true, createdAt: true, lastUsedAt: true } as const;
const read = (row: Omit<LinkedIdentityRow, 'provider'> & { readonly provider: string }): LinkedIdentityRow => ({
  ...row,
  provider: row.provider as ProviderName,
});

export const linkedIdentities = (tables: Tables) => ({
  find: async (issuer: string, subject: string): Promise<LinkedIdentityRow | null> => {
    const row = await tables.linkedIdentity.findUnique({ where: { issuer_subject: { issuer, subject } }, select: shown });
    return row && read(row);
  },

  /** Of several sign-ins with one identity at once, one makes the account; held until the transaction ends. */
  lock: async (issuer: string, subject: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`namespaces.identity:${issuer} ${subject}`}, 0))`),

  /** Oldest first. */
  list: async (accountId: string, limit: number): Promise<LinkedIdentityRow[]> =>
    (await tables.linkedIdentity.findMany({ where: { accountId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: limit, select: shown })).map(read),

  /** Decided by the unique index: of several accounts that link one identity at once, exactly one does. @returns false when another has it */
  insert: async (identity: Omit<LinkedIdentityRow, 'lastUsedAt'> & { readonly issuer: string; readonly subject: string }): Promise<boolean> =>
    (await tables.linkedIdentity.createMany({ data: [{ ...identity, lastUsedAt: identity.createdAt }], skipDuplicates: true })).count === 1,

  noteUse: async (id: string, { name, lastUsedAt }: { readonly name: string; readonly lastUsedAt: Date }): Promise<void> =>
    void (await tables.linkedIdentity.updateMany({ where: { id }, data: { name, lastUsedAt } })),

  remove: async (id: string): Promise<void> => void (await tables.linkedIdentity.deleteMany({ where: { id } })),
});
