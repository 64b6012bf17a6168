import type { Tables } from '../repository.ts';

export interface RefreshTokenRow {
  readonly token: { readonly expiresAt: Date; readonly spentAt: Date | null };
  readonly session: { readonly id: string; readonly endedAt: Date | null };
  readonly account: { readonly id: string; readonly handle: string; readonly email: string | null };
}

export const refreshTokens = (tables: Tables) => ({
  /** Holds the token and its session until the transaction ends: of several exchanges of one token the first decides. */
  lock: async (hash: Uint8Array): Promise<RefreshTokenRow | null> => {
    // Both rows are locked, because only what is locked is read again after waiting for another transaction.
    const [row] = await tables.$queryRaw<FlatRow[]>`
      select t.expires_at as "expiresAt", t.spent_at as "spentAt", s.id as "sessionId", s.ended_at as "endedAt", a.id as "accountId", a.handle, a.email
      from namespaces.refresh_token t
      join namespaces.session s on s.id = t.session_id
      join namespaces.account a on a.id = s.account_id
      where t.hash = ${Buffer.from(hash)}
      for update of t, s`;
    if (!row) return null;
    const { expiresAt, spentAt, sessionId, endedAt, accountId, handle, email } = row;
    return { token: { expiresAt, spentAt }, session: { id: sessionId, endedAt }, account: { id: accountId, handle, email } };
  },

  insert: async (token: { readonly hash: Uint8Array; readonly sessionId: string; readonly issuedAt: Date; readonly expiresAt: Date }): Promise<void> =>
    void (await tables.refreshToken.create({ data: { ...token, hash: Buffer.from(token.hash) } })),

  spend: async (hash: Uint8Array, spentAt: Date): Promise<void> =>
    void (await tables.refreshToken.update({ where: { hash: Buffer.from(hash) }, data: { spentAt } })),
});

interface FlatRow {
  readonly expiresAt: Date;
  readonly spentAt: Date | null;
  readonly sessionId: string;
  readonly endedAt: Date | null;
  readonly accountId: string;
  readonly handle: string;
  readonly email: string | null;
}
