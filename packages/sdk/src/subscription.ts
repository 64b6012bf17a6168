import type { Client } from 'graphql-ws';
import { createEventQueue } from './event-queue.ts';
import type { TypedDocumentString } from './generated/graphql.ts';
import { isRegistryRefusal, refusalOfGraphqlErrors, RegistryRefusal, unreachable } from './refusal.ts';
import { backoffMs, pause } from './retry.ts';
import { tokenOf, type TokenSource } from './token.ts';

export interface FollowOptions {
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Sequence of the last event seen before: nothing at or below it is sent again. */
  readonly after?: number | undefined;
}

export interface Follower {
  readonly follow: <TResult, TVariables>(
    document: TypedDocumentString<TResult, TVariables>,
    variables: TVariables,
    options?: FollowOptions,
  ) => AsyncIterableIterator<TResult, undefined>;
  readonly close: () => void;
}

const backoff = { baseMs: 200, maxMs: 5_000 };
/** A ping every 10 s, its pong within 5: a half-open connection is noticed in a quarter of a minute. */
const pingMs = 10_000;
const pongMs = 5_000;
/** Close codes with which a gateway says that the credentials do not count (graphql-transport-ws, "Unauthorized", "Forbidden"). */
const refusedCredentials: ReadonlySet<number> = new Set([4401, 4403]);

const closeCodeOf = (event: unknown): number | undefined =>
  typeof event === 'object' && event !== null && 'code' in event && typeof event.code === 'number' ? event.code : undefined;

/** The `sequence` of the event under the document's one root field; live events carry one that only rises. */
function sequenceOf(data: unknown): number | undefined {
  for (const event of Object.values(data ?? {})) if (typeof event?.sequence === 'number') return event.sequence;
  return undefined;
}

/** Follows live events over one socket, opened with the first stream and closed with the last. */
export function createFollower({
  endpoint,
  token,
  webSocket,
  reconnects,
}: {
  endpoint: string;
  token: TokenSource | undefined;
  webSocket: typeof WebSocket | undefined;
  reconnects: number;
}): Follower {
  let opening: Promise<Client> | undefined;
  /** Lost connections since the last event. */
  let failures = 0;
  let credentials: string | undefined;
  let isRenewing = false;
  const active = new Set<(failure: { readonly error: unknown }) => void>();

  /** Loaded with the first stream, so that whoever only asks does not pay for it. */
  async function open(): Promise<Client> {
    const { createClient } = await import('graphql-ws/client');
    let pong: ReturnType<typeof setTimeout> | undefined;
    const client = createClient({
      url: endpoint,
      ...(webSocket ? { webSocketImpl: webSocket } : {}),
      connectionParams: async () => {
        credentials = await tokenOf(token, isRenewing ? credentials : undefined);
        return credentials === undefined ? {} : { authorization: `Bearer ${credentials}` };
      },
      connectionAckWaitTimeout: 10_000,
      keepAlive: pingMs,
      retryAttempts: Number.MAX_SAFE_INTEGER,
      retryWait: () => pause(backoffMs(Math.max(1, failures), backoff)),
      shouldRetry: (event) => {
        if (isRegistryRefusal(event) && event.code !== 'UPSTREAM_UNAVAILABLE') return false;
        if (refusedCredentials.has(closeCodeOf(event) ?? 0)) {
          if (isRenewing || typeof token !== 'function') return false;
          isRenewing = true;
        }
        return ++failures <= reconnects;
      },
      on: {
        connected: () => void (isRenewing = false),
        ping: (isReceived) => {
          if (!isReceived) pong = setTimeout(() => client.terminate(), pongMs);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(pong);
        },
        closed: () => clearTimeout(pong),
      },
    });
    return client;
  }

  function refusalOf(failure: unknown): RegistryRefusal {
    if (isRegistryRefusal(failure)) return failure;
    if (Array.isArray(failure)) return refusalOfGraphqlErrors(failure);
    const code = closeCodeOf(failure);
    if (refusedCredentials.has(code ?? 0))
      return new RegistryRefusal({
        code: 'UNAUTHENTICATED',
        message: 'The registry does not take these credentials for live events.',
        suggestions: ['Sign in again.'],
        cause: failure,
      });
    return unreachable(
      endpoint,
      new Error(code === undefined ? 'the connection for live events failed' : `the connection for live events was closed (${code})`, { cause: failure }),
    );
  }

  return {
    follow: (document, variables, { signal, after } = {}) => {
      let unsubscribe = (): void => undefined;
      let isOver = false;
      const leave = (): void => {
        isOver = true;
        active.delete(end);
        signal?.removeEventListener('abort', abort);
        unsubscribe();
      };
      const queue = createEventQueue<never>(leave);
      const end = (failure?: { readonly error: unknown }): void => {
        queue.end(failure);
        leave();
      };
      const abort = (): void => end({ error: signal?.reason });
      if (signal?.aborted) {
        abort();
        return queue;
      }
      signal?.addEventListener('abort', abort, { once: true });
      active.add(end);

      let last = after;
      // Read anew whenever the subscription is sent, so that a reconnect goes on after the last event.
      const present = { ...variables, get after() { return last; } }; // prettier-ignore
      (opening ??= open()).then(
        (client) => {
          if (isOver) return;
          unsubscribe = client.subscribe(
            { query: document.toString(), variables: present },
            {
              next: ({ data, errors }) => {
                failures = 0;
                if (!data) return end({ error: refusalOfGraphqlErrors(errors ?? []) });
                const sequence = sequenceOf(data);
                // A reconnect is answered with the present state, which may be the one already delivered.
                if (sequence !== undefined && last !== undefined && sequence <= last && sequence !== after) return;
                last = sequence ?? last;
                queue.push(data as never);
              },
              error: (failure) => end({ error: refusalOf(failure) }),
              complete: () => end(),
            },
          );
        },
        (error: unknown) => end({ error }),
      );
      return queue;
    },
    close: () => {
      for (const end of active) end({ error: new RegistryRefusal({ code: 'UPSTREAM_UNAVAILABLE', message: 'This client was closed.' }) });
      opening = undefined;
    },
  };
}
