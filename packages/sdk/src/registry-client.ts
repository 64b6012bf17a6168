import type { TypedDocumentString } from './generated/graphql.ts';
import { isRegistryRefusal, refusalOfGraphqlErrors, unreachable, type RegistryRefusal } from './refusal.ts';
import { withRetries } from './retry.ts';
import { createFollower, type FollowOptions } from './subscription.ts';
import { tokenOf, type TokenSource } from './token.ts';

export interface RegistryClientOptions {
  /** Origin of the registry, for example `https://gati.dev`; GraphQL is at `/graphql` below it. */
  readonly url: string;
  /** Access token or API key; without one the client is anonymous. */
  readonly token?: TokenSource | undefined;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Default: the platform's. */
  readonly webSocket?: typeof WebSocket;
  /** How long one attempt may take; default 30 000. */
  readonly timeoutMs?: number;
  /** How often a query is tried when the registry cannot be reached; default 3. Mutations are tried once: nobody could tell whether they were done. */
  readonly attempts?: number;
  /** Aborts whatever this client does, where a call brings no signal of its own. */
  readonly signal?: AbortSignal | undefined;
  /** How often in a row a subscription reconnects without receiving anything; default 12, about half a minute. */
  readonly reconnects?: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export interface QueryOptions extends RequestOptions {
  /** Takes what failed where the rest of the answer is there; without it a partial answer is thrown as a refusal. */
  readonly onPartial?: (refusal: RegistryRefusal) => void;
}

export interface RegistryClient {
  /** Origin of the registry without a slash at its end. */
  readonly url: string;
  /** Reads; tried again when the registry cannot be reached. @throws RegistryRefusal */
  readonly query: <TResult, TVariables>(document: TypedDocumentString<TResult, TVariables>, variables: TVariables, options?: QueryOptions) => Promise<TResult>;
  /** Changes something; sent once. @throws RegistryRefusal */
  readonly mutate: <TResult, TVariables>(
    document: TypedDocumentString<TResult, TVariables>,
    variables: TVariables,
    options?: RequestOptions,
  ) => Promise<TResult>;
  /** Follows live events until the registry completes the stream. After a lost connection it goes on by itself with `after` set to the last `sequence` received.
   *  Leaving the loop or aborting ends it. @throws RegistryRefusal */
  readonly subscribe: <TResult, TVariables>(
    document: TypedDocumentString<TResult, TVariables>,
    variables: TVariables,
    options?: FollowOptions,
  ) => AsyncIterableIterator<TResult, undefined>;
  /** Lets go of the socket, if there is one; streams that are still read end with a refusal. */
  readonly close: () => void;
}

interface GraphqlAnswer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

const backoff = { baseMs: 150, maxMs: 2_000 };

const isAnswer = (value: unknown): value is GraphqlAnswer =>
  typeof value === 'object' && value !== null && ('data' in value || ('errors' in value && Array.isArray(value.errors) && value.errors.length > 0));

/** A typed client of one registry. Every failure is a RegistryRefusal, but for the reason of an aborted signal. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { token, fetch: send = fetch, timeoutMs: usualTimeoutMs = 30_000, attempts = 3 } = options;
  const url = new URL(options.url).origin;
  const endpoint = `${url}/graphql`;

  async function post(
    document: string,
    variables: unknown,
    credentials: string | undefined,
    { signal = options.signal, timeoutMs = usualTimeoutMs }: RequestOptions,
  ): Promise<GraphqlAnswer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          ...(credentials ? { authorization: `Bearer ${credentials}` } : {}),
        },
        body: JSON.stringify({ query: document, variables: variables ?? {} }),
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const body: unknown = await response.json().catch((error: unknown) => {
        if (error instanceof SyntaxError) return null;
        throw error;
      });
      if (isAnswer(body)) return body;
      throw unreachable(endpoint, new Error(`it answered with status ${response.status} and no GraphQL`));
    } catch (error) {
      signal?.throwIfAborted();
      throw isRegistryRefusal(error) ? error : unreachable(endpoint, error);
    }
  }

  /** One request; with a renewed token once more where the first was refused. */
  async function ask(document: string, variables: unknown, requestOptions: RequestOptions): Promise<GraphqlAnswer> {
    const credentials = await tokenOf(token);
    const answer = await post(document, variables, credentials, requestOptions);
    const isRefusedToken = credentials !== undefined && typeof token === 'function' && !answer.data && refusalOf(answer)?.code === 'UNAUTHENTICATED';
    if (!isRefusedToken) return answer;
    const renewed = await tokenOf(token, credentials);
    return renewed !== undefined && renewed !== credentials ? post(document, variables, renewed, requestOptions) : answer;
  }

  const refusalOf = ({ errors }: GraphqlAnswer): RegistryRefusal | undefined => (errors?.length ? refusalOfGraphqlErrors(errors) : undefined);

  function dataOf<TResult>(answer: GraphqlAnswer, onPartial?: (refusal: RegistryRefusal) => void): TResult {
    const refusal = refusalOf(answer);
    if (!refusal) return answer.data as TResult;
    if (!onPartial || !answer.data) throw refusal;
    onPartial(refusal);
    return answer.data as TResult;
  }

  const follower = createFollower({ endpoint: endpoint.replace(/^http/, 'ws'), token, webSocket: options.webSocket, reconnects: options.reconnects ?? 12 });

  return {
    url,
    query: <TResult, TVariables>(document: TypedDocumentString<TResult, TVariables>, variables: TVariables, queryOptions: QueryOptions = {}) =>
      withRetries(async () => dataOf<TResult>(await ask(document.toString(), variables, queryOptions), queryOptions.onPartial), {
        attempts,
        backoff,
        signal: queryOptions.signal ?? options.signal,
        isWorthRetrying: (error) => isRegistryRefusal(error) && error.code === 'UPSTREAM_UNAVAILABLE',
      }),
    mutate: async <TResult, TVariables>(document: TypedDocumentString<TResult, TVariables>, variables: TVariables, requestOptions: RequestOptions = {}) =>
      dataOf<TResult>(await ask(document.toString(), variables, requestOptions)),
    subscribe: (document, variables, followOptions) => follower.follow(document, variables, { signal: options.signal, ...followOptions }),
    close: follower.close,
  };
}
