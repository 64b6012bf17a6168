import { isRegistryRefusal, refusalOfOciAnswer, RegistryRefusal, unreachable } from '../refusal.ts';
import { withRetries } from '../retry.ts';
import type { OciAuthorization, RepositoryAction } from './authorization.ts';
import { isSameServer } from './origin.ts';

export interface OciRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Statuses below 500 that are an answer here and not a refusal; 2xx always are. */
  readonly expected?: readonly number[];
  /** What is being done, for the message where the answer says nothing. */
  readonly doing: string;
  /** Whether doing it twice is the same as once; default true. */
  readonly isRepeatable?: boolean;
  /** Bytes that the registry may have to go through before it answers. */
  readonly workBytes?: number;
}

/** Sends one request of a repository with its credentials; answers other than those expected are thrown as refusals. */
export type Exchange = (request: OciRequest) => Promise<Response>;
/** As `Exchange`, with the whole body: a connection that is cut while it comes is tried again too. */
export type ExchangeWhole = (request: OciRequest, maxSizeBytes: number) => Promise<{ readonly answer: Response; readonly bytes: Uint8Array }>;

const backoff = { baseMs: 200, maxMs: 3_000 };
const attempts = 4;

/** How long to wait for an answer to begin, beside the time that a slow line needs for what is sent, or a slow store for what it looks at. */
const patienceMs = 60_000;
const slowLineBytesPerMs = 32;

/** Aborts when the answer does not begin in time; its body has no limit of time of its own. */
async function sendInTime(
  send: typeof fetch,
  { url, method, headers, body, signal, workBytes = 0 }: OciRequest,
  authorization: string | undefined,
): Promise<Response> {
  const late = new AbortController();
  const timeoutMs = patienceMs + ((body?.length ?? 0) + workBytes) / slowLineBytesPerMs;
  const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs);
  try {
    return await send(url, {
      method,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(url.toString(), error);
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal made of an answer's body. */
async function refused(answer: Response, doing: string): Promise<Error> {
  const body: unknown = await answer.json().catch(() => null);
  return refusalOfOciAnswer({ status: answer.status, body, requestId: answer.headers.get('x-request-id'), doing });
}

export function createExchange({
  registry,
  repository,
  actions,
  authorization,
  fetch: send,
  signal: usualSignal,
}: {
  registry: string;
  repository: string;
  actions: readonly RepositoryAction[];
  authorization: OciAuthorization;
  fetch: typeof fetch;
  signal?: AbortSignal | undefined;
}): { readonly exchange: Exchange; readonly exchangeWhole: ExchangeWhole } {
  async function once(request: OciRequest): Promise<Response> {
    // Links may lead to another store, which must not see our token.
    const isOurs = isSameServer(request.url, registry);
    const header = isOurs ? await authorization.headerFor(repository, actions, request.signal) : undefined;
    let answer = await sendInTime(send, request, header);
    if (answer.status === 401 && isOurs && authorization.challenged(answer, repository, actions)) {
      await answer.body?.cancel();
      answer = await sendInTime(send, request, await authorization.headerFor(repository, actions, request.signal));
    }
    if (answer.ok || request.expected?.includes(answer.status)) return answer;
    throw await refused(answer, request.doing);
  }

  const repeated = <T>({ signal = usualSignal, ...request }: OciRequest, use: (answer: Response) => Promise<T>): Promise<T> =>
    withRetries(async () => use(await once({ ...request, signal })), {
      attempts: request.isRepeatable === false ? 1 : attempts,
      backoff,
      signal,
      isWorthRetrying: (error) => isRegistryRefusal(error) && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'RATE_LIMITED'),
    });

  return {
    exchange: (request) => repeated(request, (answer) => Promise.resolve(answer)),
    exchangeWhole: (request, maxSizeBytes) =>
      repeated(request, async (answer) => {
        try {
          return { answer, bytes: await bodyOf(answer, maxSizeBytes) };
        } catch (error) {
          (request.signal ?? usualSignal)?.throwIfAborted();
          throw isRegistryRefusal(error) ? error : unreachable(request.url.toString(), error);
        }
      }),
  };
}

/** The whole of a body. @throws QUOTA_EXCEEDED for more bytes than that */
async function bodyOf(answer: Response, maxSizeBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of answer.body ?? []) {
    sizeBytes += part.length;
    if (sizeBytes > maxSizeBytes) throw new RegistryRefusal({ code: 'QUOTA_EXCEEDED', message: `More than ${maxSizeBytes} bytes came; they are not read.` });
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
