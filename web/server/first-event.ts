import { createClient } from 'graphql-ws';
import type { TypedDocumentString } from '#web/gql/graphql.ts';
import { settings } from '#web/server/settings.ts';

/** Longest wait for the present state of a stream; a page is not held up longer. */
const timeoutMs = 1500;

/** The first event of a stream, which by contract is its present state; null when the stream refuses, ends or stays silent. */
export type First = <Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables) => Promise<Data | null>;

/** Reads the present state of streams, over one socket that is closed before this returns. */
export async function readStreams<Result>(accessToken: string | null, read: (first: First) => Promise<Result>): Promise<Result> {
  const address = new URL('/graphql', settings().gatewayUrl);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const client = createClient({
    url: address.href,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: accessToken ? { authorization: `Bearer ${accessToken}` } : {},
  });
  const first: First = (document, variables) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), timeoutMs);
      const give = (data: unknown): void => {
        clearTimeout(timer);
        resolve((data ?? null) as never);
      };
      client.subscribe(
        { query: document.toString(), variables: variables as Record<string, unknown> },
        { next: ({ data }) => give(data), error: () => give(null), complete: () => give(null) },
      );
    });
  try {
    return await read(first);
  } finally {
    await client.dispose();
  }
}
