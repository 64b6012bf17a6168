import type { SigningKeyModel, Transaction } from '@gati/database';

export type SigningKeyRow = SigningKeyModel;

export const signingKeys = (tables: Pick<Transaction, 'signingKey' | '$queryRaw' | '$executeRaw'>) => ({
  find: (id: string): Promise<SigningKeyRow | null> => tables.signingKey.findUnique({ where: { id } }),

  findByFingerprint: (namespaceId: string, fingerprint: string): Promise<SigningKeyRow | null> =>
    tables.signingKey.findUnique({ where: { namespaceId_fingerprint: { namespaceId, fingerprint } } }),

  /** Newest first; none has more keys than may be registered. */
  ofNamespaces: (namespaceIds: readonly string[]): Promise<SigningKeyRow[]> =>
    tables.signingKey.findMany({ where: { namespaceId: { in: [...namespaceIds] } }, orderBy: [{ registeredAt: 'desc' }, { id: 'asc' }] }),

  /** The key and all that are copies of it, or copies of copies: they went with artifacts. */
  familyOf: async (id: string): Promise<readonly string[]> => {
    const rows = await tables.$queryRaw<readonly { id: string }[]>`
      with recursive family as (
        select id from security.signing_key where id = ${id}::uuid
        union
        select k.id from family f join security.signing_key k on k.carried_from_id = f.id
      )
      select id from family`;
    return rows.map((row) => row.id);
  },

  /** Copies end where the key they come from does; those that end before stay as they are. */
  revokeCopies: async (ids: readonly string[], revokedAt: Date, revocationReason: string | null): Promise<void> =>
    void (await tables.signingKey.updateMany({
      where: { id: { in: [...ids] }, OR: [{ revokedAt: null }, { revokedAt: { gt: revokedAt } }] },
      data: { revokedAt, revocationReason },
    })),

  count: (namespaceId: string): Promise<number> => tables.signingKey.count({ where: { namespaceId } }),

  /** The namespace's keys, none of which changes until the transaction ends: what is judged by them and a revocation happen one after the other. */
  lockForJudging: async (namespaceId: string): Promise<SigningKeyRow[]> => {
    await tables.$queryRaw`select id from security.signing_key where namespace_id = ${namespaceId}::uuid order by id for share`;
    return tables.signingKey.findMany({ where: { namespaceId } });
  },

  lockForChange: async (id: string): Promise<SigningKeyRow | null> => {
    await tables.$queryRaw`select id from security.signing_key where id = ${id}::uuid for update`;
    return tables.signingKey.findUnique({ where: { id } });
  },

  /** Nobody else adds a key to the namespace until the transaction ends. */
  lockRegister: async (namespaceId: string): Promise<void> =>
    void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`security.keys:${namespaceId}`}, 0))`),

  add: (row: Omit<SigningKeyRow, 'revokedAt' | 'revocationReason' | 'carriedFromId'> & { readonly carriedFromId?: string }): Promise<SigningKeyRow> =>
    tables.signingKey.create({ data: row }),

  /** Whoever has the key brings back what only came with an artifact. */
  readmit: (
    id: string,
    { registeredAt, registeredBy, validFrom }: Pick<SigningKeyRow, 'registeredAt' | 'registeredBy' | 'validFrom'>,
  ): Promise<SigningKeyRow> =>
    tables.signingKey.update({ where: { id }, data: { registeredAt, registeredBy, validFrom, revokedAt: null, revocationReason: null, carriedFromId: null } }),

  revoke: (id: string, revokedAt: Date, revocationReason: string | null): Promise<SigningKeyRow> =>
    tables.signingKey.update({ where: { id }, data: { revokedAt, revocationReason } }),
});
