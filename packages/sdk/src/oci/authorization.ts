import { RegistryRefusal, refusalOfOciAnswer, unreachable, isRegistryRefusal } from '../refusal.ts';
import { withRetries } from '../retry.ts';
import { tokenOf, type TokenSource } from '../token.ts';
import type { BearerChallenge } from './challenge.ts';
import { parseBearerChallenge } from './challenge.ts';
import { isSameServer, linkFrom } from './origin.ts';

export type RepositoryAction = 'pull' | 'push' | 'delete';

export interface OciAuthorizationOptions {
  /** Origin of the registry. */
  readonly registry: string;
  /** Access token or API key of the registry; without one the client is anonymous and reads what is public. */
  readonly token?: TokenSource | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/** Tokens for `/v2`, one client's or shared by the clients of several repositories of one registry. */
export interface OciAuthorization {
  /** The header for a repository; undefined until the registry has asked for one. */
  readonly headerFor: (repository: string, actions: readonly RepositoryAction[], signal?: AbortSignal) => Promise<string | undefined>;
  /** Takes a 401: learns where tokens are given and forgets the one that was refused. False when there is nothing to be learned. */
  readonly challenged: (answer: Response, repository: string, actions: readonly RepositoryAction[]) => boolean;
  /** Fetches one token for many repositories, so that not each has to ask for its own. */
  readonly cover: (repositories: readonly string[], signal?: AbortSignal) => Promise<void>;
}

interface HeldToken {
  readonly header: string;
  readonly until: number;
}

/** What a token lives without `expires_in` (Token Authentication Specification). */
const usualLifeSeconds = 60;
/** Renewed this long before it ends. */
const marginMs = 5_000;
const timeoutMs = 30_000;
/** How many repositories one token covers: the request's line and the token's header stay under 8 kB. */
const coveredAtOnce = 25;

const scopeOf = (repository: string, actions: readonly RepositoryAction[]): string => `repository:${repository}:${actions.join(',')}`;

/** Docker token authentication: a Bearer challenge names the realm, the realm gives short-lived tokens for scopes.
 *  Our credentials are sent to a realm on the registry's own server only. */
export function createOciAuthorization({ registry, token, fetch: send = fetch }: OciAuthorizationOptions): OciAuthorization {
  const held = new Map<string, Promise<HeldToken>>();
  let challenge: BearerChallenge | undefined;

  async function request(
    scopes: readonly string[],
    { realm, service }: BearerChallenge,
    signal: AbortSignal | undefined,
    refused?: string,
  ): Promise<HeldToken> {
    const credentials = await tokenOf(token, refused);
    if (credentials !== undefined && !isSameServer(realm, registry)) {
      throw new RegistryRefusal({
        code: 'UNAUTHENTICATED',
        message: `${registry} wants credentials sent to ${new URL(realm).origin}; they are given to the registry alone.`,
        suggestions: [`Use the registry by its public address: ${new URL(realm).origin}`],
      });
    }
    const url = linkFrom(realm, registry, registry);
    if (service !== undefined) url.searchParams.set('service', service);
    for (const scope of scopes) url.searchParams.append('scope', scope);
    const timeout = AbortSignal.timeout(timeoutMs);
    let answer: Response;
    let body: { token?: unknown; access_token?: unknown; expires_in?: unknown } | null;
    try {
      answer = await send(url, {
        headers: credentials === undefined ? {} : { authorization: `Bearer ${credentials}` },
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      body = (await answer.json().catch(() => null)) as typeof body;
    } catch (error) {
      signal?.throwIfAborted();
      throw unreachable(registry, error);
    }
    if (answer.status === 401 && credentials !== undefined && refused === undefined && typeof token === 'function') {
      return request(scopes, { realm, service, scope: undefined }, signal, credentials);
    }
    const issued = body?.token ?? body?.access_token;
    if (!answer.ok || typeof issued !== 'string') {
      throw refusalOfOciAnswer({ status: answer.status, body, requestId: answer.headers.get('x-request-id'), doing: 'Asking for a token' });
    }
    const lifeSeconds = typeof body?.expires_in === 'number' ? body.expires_in : usualLifeSeconds;
    return { header: `Bearer ${issued}`, until: performance.now() + lifeSeconds * 1_000 - marginMs };
  }

  /** Several callers who need the same token wait for one request. */
  function obtain(scopes: readonly string[], from: BearerChallenge, signal?: AbortSignal): Promise<HeldToken> {
    const asked = withRetries(() => request(scopes, from, signal), {
      attempts: 3,
      backoff: { baseMs: 150, maxMs: 2_000 },
      signal,
      isWorthRetrying: (error) => isRegistryRefusal(error) && error.code === 'UPSTREAM_UNAVAILABLE',
    });
    for (const scope of scopes) held.set(scope, asked);
    asked.catch(() => {
      for (const scope of scopes) if (held.get(scope) === asked) held.delete(scope);
    });
    return asked;
  }

  return {
    headerFor: async (repository, actions, signal) => {
      const scope = scopeOf(repository, actions);
      const present = await held.get(scope);
      if (present && present.until > performance.now()) return present.header;
      return challenge ? (await obtain([scope], challenge, signal)).header : undefined;
    },
    challenged: (answer, repository, actions) => {
      const asked = parseBearerChallenge(answer.headers.get('www-authenticate'));
      if (!asked) return false;
      challenge = asked;
      held.delete(scopeOf(repository, actions));
      return true;
    },
    cover: async (repositories, signal) => {
      if (!challenge) {
        const answer = await send(`${registry}/v2/`, { signal: signal ?? null }).catch(() => null);
        await answer?.body?.cancel();
        challenge = parseBearerChallenge(answer?.headers.get('www-authenticate') ?? null) ?? undefined;
      }
      if (!challenge) return;
      const missing = repositories.map((repository) => scopeOf(repository, ['pull'])).filter((scope) => !held.has(scope));
      const groups = Array.from({ length: Math.ceil(missing.length / coveredAtOnce) }, (_, index) =>
        missing.slice(index * coveredAtOnce, (index + 1) * coveredAtOnce),
      );
      await Promise.all(groups.map((scopes) => obtain(scopes, challenge!, signal)));
    },
  };
}
