import type { RequestOrigin } from '@gati/authority';
import { randomBytes } from 'node:crypto';
import type { Clock, MakeId } from '@gati/clock';
import { hashSecret, writeSecret } from './installation-keys.ts';
import { refreshTokens, sessions, type AccountRow, type SignInMethod, type Tables } from './repository.ts';
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

/** How a session comes to be. */
export interface Opening {
  readonly method: SignInMethod;
  /** Whether a second factor was proved for it just now. */
  readonly isConfirmed: boolean;
  readonly origin: RequestOrigin;
}

export interface SessionOpener {
  /** Opens a session in the caller's transaction. @param clientName  what the client calls itself; null when it says nothing */
  readonly open: (tables: Tables, account: AccountRow, clientName: string | null, opening: Opening) => Promise<OpenedSession>;
  /** Signs the access token; after the transaction, because the signing key may have to be read or made. */
  readonly answer: (session: OpenedSession) => Promise<SessionTokens>;
}

/** An IPv6 address with its zone is not longer. */
export const addressLengthMax = 64;

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
    open: async (tables, account, clientName, { method, isConfirmed, origin }) => {
      const at = clock();
      const expiresAt = new Date(at.getTime() + refreshLifetimeMs);
      const sessionId = makeId();
      const refreshToken = writeSecret('refresh', randomBytes(32));
      await sessions(tables).insert({
        id: sessionId,
        accountId: account.id,
        clientName,
        method,
        address: origin.clientAddress?.slice(0, addressLengthMax) ?? null,
        confirmedAt: isConfirmed ? at : null,
        createdAt: at,
        expiresAt,
      });
      await refreshTokens(tables).insert({ hash: hashSecret(refreshToken), sessionId, issuedAt: at, expiresAt });
      return { sessionId, account, refreshToken, at };
    },
    answer: async ({ sessionId, account, refreshToken, at }) => {
      const { token, expiresAt } = await accessTokens.mint({ accountId: account.id, handle: account.handle, sessionId }, at);
      return { accessToken: token, refreshToken, expiresAt, account };
    },
  };
}
