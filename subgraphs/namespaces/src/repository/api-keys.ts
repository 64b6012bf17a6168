import type { Scope } from '@gati/authority';
import type { Tables } from '../repository.ts';

export interface ApiKeyRow {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Namespaces that it is limited to as a whole; without these and without patterns it is not limited. */
  readonly namespaceIds: readonly string[];
  /** Limits to artifacts as authority writes them, `<namespace id>/<pattern>`; empty when there are none. */
  readonly artifactPatterns: readonly string[];
  /** The key that it took the place of; null for a first one. */
  readonly rotatedFrom: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}
export interface ApiKeyWithOwner extends ApiKeyRow {
  readonly handle: string;
}

const withoutSecret = {
  id: true,
  accountId: true,
  name: true,
  scopes: true,
  namespaceIds: true,
  artifactPatterns: true,
  rotatedFrom: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;
const withOwner = { ...withoutSecret, account: { select: { handle: true } } } as const;

type Stored = Omit<ApiKeyRow, 'scopes'> & { readonly scopes: readonly string[] };
const read = (row: Stored): ApiKeyRow => ({ ...row, scopes: row.scopes as readonly Scope[] });
const readWithOwner = (row: (Stored & { readonly account: { readonly handle: string } }) | null): ApiKeyWithOwner | null => {
  if (!row) return null;
  const { account, ...key } = row;
  return { ...read(key), handle: account.handle };
};

export const apiKeys = (tables: Tables) => ({
  findBySecret: async (secretHash: Uint8Array) =>
    readWithOwner(await tables.apiKey.findUnique({ where: { secretHash: Buffer.from(secretHash) }, select: withOwner })),

  find: async (id: string) => readWithOwner(await tables.apiKey.findUnique({ where: { id }, select: withOwner })),

  /** Newest first; those revoked before `revokedSince` are left out. */
  list: async (accountId: string, revokedSince: Date, limit: number): Promise<ApiKeyRow[]> => {
    const rows = await tables.apiKey.findMany({
      where: { accountId, OR: [{ revokedAt: null }, { revokedAt: { gt: revokedSince } }] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
      select: withoutSecret,
    });
    return rows.map(read);
  },

  /** Those that still work. */
  countUsable: (accountId: string, now: Date): Promise<number> =>
    tables.apiKey.count({ where: { accountId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } }),

  insert: async (key: Omit<ApiKeyRow, 'lastUsedAt' | 'revokedAt'> & { readonly secretHash: Uint8Array }): Promise<ApiKeyRow> =>
    read(
      await tables.apiKey.create({
        data: {
          ...key,
          scopes: [...key.scopes],
          namespaceIds: [...key.namespaceIds],
          artifactPatterns: [...key.artifactPatterns],
          secretHash: Buffer.from(key.secretHash),
        },
        select: withoutSecret,
      }),
    ),

  /** @returns whether it was this call that revoked the key */
  revoke: async (id: string, revokedAt: Date): Promise<boolean> =>
    (await tables.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt } })).count === 1,

  /** Revokes every key of an account that is not. @returns their ids */
  revokeAll: async (accountId: string, revokedAt: Date): Promise<readonly string[]> =>
    (await tables.apiKey.updateManyAndReturn({ where: { accountId, revokedAt: null }, data: { revokedAt }, select: { id: true } })).map(({ id }) => id),

  hasSuccessor: async (id: string): Promise<boolean> => (await tables.apiKey.count({ where: { rotatedFrom: id } })) > 0,

  /** Lets a key end at this time, unless it ends before. */
  expireBy: async (id: string, expiresAt: Date): Promise<ApiKeyRow> => {
    await tables.apiKey.updateMany({ where: { id, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] }, data: { expiresAt } });
    return read(await tables.apiKey.findUniqueOrThrow({ where: { id }, select: withoutSecret }));
  },

  /** Notes a use, unless one was noted since. */
  touch: async (id: string, lastUsedAt: Date, since: Date): Promise<void> =>
    void (await tables.apiKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: since } }] }, data: { lastUsedAt } })),
});
