import { propagation } from '@opentelemetry/api';
import { requestIdHeader, type Logger } from '@gati/subgraph';
import { Pool, type Dispatcher } from 'undici';
import type { Caller } from '../caller.ts';
import type { SubgraphAnswer } from '../federation/execute-plan.ts';
import { Breaker, ClientGone } from './breaker.ts';
import { credentialsOf, type IdentityKind } from './credentials.ts';
import type { SubgraphSource } from './source.ts';
import { createUpstreamSockets } from './upstream-sockets.ts';

export interface OverHttpOptions {
  readonly name: string;
  /** Where it answers GraphQL: `http://127.0.0.1:4001/graphql`. */
  readonly url: string;
  readonly identity: IdentityKind;
  /** From asking to the last byte, waiting for a connection included. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

const connections = 128;
/** An answer is bounded too: a subgraph gone wild must not take the gateway with it. */
const answerSizeBytes = 32 * 1024 * 1024;

/** One POST; resolves with status and text. Settles after `timeoutMs` at the latest, wherever the request is by then, and at once when the caller is gone. */
function post(pool: Pool, options: Dispatcher.DispatchOptions, { abandoned }: Caller, timeoutMs: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let failure: Error | undefined;
    let controller: Dispatcher.DispatchController | undefined;

    const settle = (): void => {
      clearTimeout(timer);
      release();
    };
    const fail = (error: Error): void => {
      if (failure) return;
      failure = error;
      settle();
      controller?.abort(error);
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const release = abandoned.whenAbandoned(() => fail(new ClientGone('the client is gone')));

    pool.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (failure) started.abort(failure);
      },
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > answerSizeBytes) fail(new Error(`an answer of more than ${answerSizeBytes} bytes`));
        else chunks.push(chunk);
      },
      onResponseEnd() {
        settle();
        resolve({ status, text: chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks, size).toString() });
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    });
  });
}

/** @throws for what is no GraphQL answer */
function answerOf({ status, text }: { status: number; text: string }): SubgraphAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error(`status ${status} and no JSON`);
  }
  const isAnswer = typeof answer === 'object' && answer !== null && ('data' in answer || Array.isArray((answer as SubgraphAnswer).errors));
  if (!isAnswer || status === 401 || status >= 500) throw new Error(`status ${status}: ${text.slice(0, 200)}`);
  return answer as SubgraphAnswer;
}

/** A subgraph behind a URL: pooled connections, one deadline a request, no retries. */
export function overHttp({ name, url, identity, timeoutMs, logger }: OverHttpOptions): SubgraphSource {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1, connect: { timeout: Math.min(timeoutMs, 3_000) }, headersTimeout: 0, bodyTimeout: 0 });
  const sockets = createUpstreamSockets({ name, url: url.replace(/^http/, 'ws'), identity, timeoutMs, logger });
  const breaker = new Breaker(name, (isOpen) => logger.warn({ subgraph: name }, isOpen ? 'a subgraph is down' : 'a subgraph is back'));

  return {
    name,
    async send({ query, operationName, variables }, _kind, caller) {
      const headers: Record<string, string> = {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        [requestIdHeader]: caller.requestId,
        ...credentialsOf(identity, caller),
      };
      propagation.inject(caller.trace, headers);
      const body = JSON.stringify({ query, operationName, variables });
      return breaker.run(async () => answerOf(await post(pool, { path: pathname + search, method: 'POST', headers, body }, caller, timeoutMs)));
    },
    subscribe: (request, caller, client) => sockets.subscribe(request, caller, client),
    async close() {
      await sockets.close();
      await pool.destroy();
    },
  };
}
