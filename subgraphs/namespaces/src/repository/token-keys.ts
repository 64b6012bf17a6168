import type { JWK } from 'jose';
import type { Tables } from '../repository.ts';

export interface TokenKeyRow {
  readonly kid: string;
  readonly publicJwk: JWK;
  /** Nonce, ciphertext and tag: see sealed-key.ts. */
  readonly privateEncrypted: Uint8Array;
  readonly createdAt: Date;
  /** It signs nothing new from then on. */
  readonly retiredAt: Date | null;
}

export const tokenKeys = (tables: Tables) => ({
  /** Newest first: all that sign, and those retired since. */
  list: async (retiredSince: Date): Promise<TokenKeyRow[]> => {
    const rows = await tables.tokenKey.findMany({
      where: { OR: [{ retiredAt: null }, { retiredAt: { gt: retiredSince } }] },
      orderBy: [{ createdAt: 'desc' }, { kid: 'asc' }],
    });
    return rows.map(({ kid, publicJwk, privateEncrypted, createdAt, retiredAt }) => ({
      kid,
      publicJwk: publicJwk as JWK,
      privateEncrypted,
      createdAt,
      retiredAt,
    }));
  },

  /** Waits for whoever is making a key; held until the transaction ends. */
  lock: async (): Promise<void> => void (await tables.$executeRaw`select pg_advisory_xact_lock(hashtextextended('namespaces.token_key', 0))`),

  insert: async ({ publicJwk, privateEncrypted, ...key }: Omit<TokenKeyRow, 'retiredAt'>): Promise<void> =>
    void (await tables.tokenKey.create({
      data: { ...key, algorithm: 'EdDSA', publicJwk: { ...publicJwk } as object, privateEncrypted: Buffer.from(privateEncrypted) },
    })),

  retire: async (kids: readonly string[], retiredAt: Date): Promise<void> =>
    void (await tables.tokenKey.updateMany({ where: { kid: { in: [...kids] } }, data: { retiredAt } })),

  removeRetiredBefore: async (retiredAt: Date): Promise<number> => (await tables.tokenKey.deleteMany({ where: { retiredAt: { lt: retiredAt } } })).count,
});
