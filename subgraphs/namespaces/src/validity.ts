import type { Principal, Scope, RequestOrigin } from '@gati/authority';
import type { Cache } from '@gati/cache';
import type { Clock } from '@gati/clock';
import { createCachedReader } from './cached-reader.ts';
import type { AttemptLimits } from './limits.ts';
import { apiKeys, sessions, type ApiKeyWithOwner, type Tables } from './repository.ts';

/** How long an ended session or a revoked key may still count here. The contract's bound for losing a right is 5 s, and open sockets ask every 2 s beside it. */
const staleMs = 2_500;
/** `lastUsedAt` is told to within five minutes; what the cache hides comes on top of the age at which a use is noted. */
const touchAfterMs = 5 * 60_000 - 2 * staleMs;

/** An API key as those who verify one need it. Instants in milliseconds, so that it survives a cache. */
export interface KnownApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly handle: string;
  readonly scopes: readonly Scope[];
  readonly namespaceIds: readonly string[];
  readonly artifactPatterns: readonly string[];
  readonly expiresAtMs: number | null;
}

export interface Validity {
  /** Whether the session goes on. */
  readonly session: (id: string) => Promise<boolean>;
  /** The key with this secret, if it still works; notes its use. @throws RATE_LIMITED where too many unknown secrets came from an address */
  readonly apiKeyBySecret: (secretHash: Uint8Array, origin: RequestOrigin) => Promise<KnownApiKey | null>;
  /** The key with this id, if it still works. */
  readonly apiKey: (id: string) => Promise<KnownApiKey | null>;
  /** Whether the credential behind a principal still counts. One that left no trace (a password at the token door) does until its token expires. */
  readonly principal: (principal: Principal) => Promise<boolean>;
  /** Makes the end of a session count at once in this process. */
  readonly forgetSession: (id: string) => Promise<void>;
  readonly forgetApiKey: (id: string) => Promise<void>;
}

/** What still counts, read at most once in 2.5 seconds for each session and key. */
export function createValidity({
  tables,
  cache,
  clock,
  limits,
}: {
  readonly tables: Tables;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'unknownSecret'>;
}): Validity {
  const { read, forget } = createCachedReader({ cache, ttlMs: staleMs });
  const sessionTag = (id: string) => `namespaces:session:${id}`;
  const apiKeyTag = (id: string) => `namespaces:api-key:${id}`;

  const known = (row: ApiKeyWithOwner | null): KnownApiKey | null =>
    row && !row.revokedAt
      ? {
          id: row.id,
          accountId: row.accountId,
          handle: row.handle,
          scopes: row.scopes,
          namespaceIds: row.namespaceIds,
          artifactPatterns: row.artifactPatterns,
          expiresAtMs: row.expiresAt?.getTime() ?? null,
        }
      : null;
  const unexpired = (key: KnownApiKey | null) => (key && (key.expiresAtMs === null || clock().getTime() < key.expiresAtMs) ? key : null);
  const tagOf = (key: KnownApiKey | null) => key && apiKeyTag(key.id);

  const session = async (id: string): Promise<boolean> => {
    const expiresAtMs = await read(
      `namespaces:session:${id}`,
      () => sessionTag(id),
      async () => {
        const row = await sessions(tables).find(id);
        return row && !row.endedAt ? row.expiresAt.getTime() : null;
      },
    );
    return expiresAtMs !== null && clock().getTime() < expiresAtMs;
  };

  const apiKey = async (id: string) =>
    unexpired(
      await read(
        `namespaces:api-key:${id}`,
        () => apiKeyTag(id),
        async () => known(await apiKeys(tables).find(id)),
      ),
    );

  const apiKeyBySecret = async (secretHash: Uint8Array, origin: RequestOrigin) =>
    unexpired(
      await read(`namespaces:api-key-secret:${Buffer.from(secretHash).toString('base64url')}`, tagOf, async () => {
        const attempt = await limits.unknownSecret(origin);
        const row = await apiKeys(tables).findBySecret(secretHash);
        const key = known(row);
        if (key) await attempt.succeeded();
        const now = clock();
        const since = new Date(now.getTime() - touchAfterMs);
        if (row && unexpired(key) && (row.lastUsedAt === null || row.lastUsedAt < since)) await apiKeys(tables).touch(row.id, now, since);
        return key;
      }),
    );

  return {
    session,
    apiKey,
    apiKeyBySecret,
    principal: async (principal) => {
      if (principal.kind === 'anonymous') return true;
      if (principal.sessionId !== null) return session(principal.sessionId);
      if (principal.apiKeyId !== null) return (await apiKey(principal.apiKeyId)) !== null;
      return true;
    },
    forgetSession: (id) => forget(sessionTag(id)),
    forgetApiKey: (id) => forget(apiKeyTag(id)),
  };
}
