import type { TypedDocumentString } from '#web/gql/graphql.ts';
import { type Answer, answerOf, unreachable } from '#web/server/answer.ts';
import { visitorHeader } from '#web/server/request.ts';
import { settings } from '#web/server/settings.ts';

/** On whose behalf the gateway is asked. */
export interface Asker {
  /** Access token; null for nobody. */
  readonly accessToken: string | null;
  /** The browser's address as the gateway sealed it, for limits by address; null when there is none, as in a background call. */
  readonly visitor: string | null;
}

/** Longest wait for an answer: beyond it the page says that the registry cannot be reached. */
const timeoutMs = 10_000;

/** Runs one document at the gateway. Never throws: whatever goes wrong is a failure in the answer. Nothing is cached, because answers depend on who asks. */
export async function askGateway<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables, asker: Asker): Promise<Answer<Data>> {
  const address = new URL('/graphql', settings().gatewayUrl);
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(asker.accessToken ? { authorization: `Bearer ${asker.accessToken}` } : {}),
        ...(asker.visitor ? { [visitorHeader]: asker.visitor } : {}),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answerOf<Data>(await response.json());
  } catch {
    return { data: null, failures: [unreachable] };
  }
}
