import { randomBytes } from 'node:crypto';
import type { Clock, MakeId } from '@gati/clock';
import { hashSecret, writeSecret } from './installation-keys.ts';
import { refreshTokens, sessions, type AccountRow, type Tables } from './repository.ts';
import { refreshLifetimeMs } from './rules/refresh-rotation.ts';
import type { AccessTokens } from './tokens/access-tokens.ts';

/** A signed-in state as its client gets it. */
export interface SessionTokens {
  readonly accessToken: string;
  /** Works once; see refresh-session. */
  readonly refreshToken: string;
  /** When the access token stops working. */
  readonly expiresAt: Date;
  readonly account: AccountRow;
}

/** A session that was opened and whose access token is not signed yet. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly account: AccountRow;
  readonly refreshToken: string;
  readonly at: Date;
}

export interface SessionOpener {
  /** Opens a session in the caller's transaction. @param clientName  what the client calls itself; null for the web and for passwords */
  readonly open: (tables: Tables, account: AccountRow, clientName: string | null) => Promise<OpenedSession>;
  /** Signs the access token; after the transaction, because the signing key may have to be read or made. */
  readonly answer: (session: OpenedSession) => Promise<SessionTokens>;
}

export function createSessionOpener({
  clock,
  makeId,
  accessTokens,
}: {
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly accessTokens: AccessTokens;
}): SessionOpener {
  return {
    open: async (tables, account, clientName) => {
      const at = clock();
      const expiresAt = new Date(at.getTime() + refreshLifetimeMs);
      const sessionId = makeId();
      const refreshToken = writeSecret('refresh', randomBytes(32));
      await sessions(tables).insert({ id: sessionId, accountId: account.id, clientName, createdAt: at, expiresAt });
      await refreshTokens(tables).insert({ hash: hashSecret(refreshToken), sessionId, issuedAt: at, expiresAt });
      return { sessionId, account, refreshToken, at };
    },
    answer: async ({ sessionId, account, refreshToken, at }) => {
      const { token, expiresAt } = await accessTokens.mint({ accountId: account.id, handle: account.handle, sessionId }, at);
      return { accessToken: token, refreshToken, expiresAt, account };
    },
  };
}
