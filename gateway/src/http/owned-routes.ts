import {
  request as requestHttp,
  Agent as HttpAgent,
  type AgentOptions,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { RegistryError } from '@gati/errors';
import { askForBody, passOn, requestIdHeader, waitsForContinue, type Logger } from '@gati/subgraph';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';

/** Routes that a context owns whose process is elsewhere: everything under the prefixes goes to its origin. */
export interface OwnedRoutes {
  /** `['/v2', '/downloads']` */
  readonly prefixes: readonly string[];
  /** `http://127.0.0.1:4001` */
  readonly origin: string;
}

export interface StreamingOptions {
  readonly routes: OwnedRoutes;
  /** Origin of the registry: what the owner takes as host and scheme. */
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly refusal: (error: unknown, requestId: string) => GraphQLFormattedError;
}

/** Connections stay with one hop (RFC 9110, 7.6.1); `expect` is handled, not copied. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Headers by which something inside tells who is asking: from outside they are not believed. */
const isInternal = (name: string): boolean => name.startsWith('x-gati-') || name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'x-real-ip';

/** How long an owner may take until its first byte. Uploads are hashed and synced before they are answered. */
const silenceMs = 300_000;
const connectMs = 3_000;

const namedBy = (connection: string | undefined): Set<string> => new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()));

/** A request's headers as the owner gets them. */
export function forwardedHeaders(
  headers: IncomingHttpHeaders,
  { publicUrl, address, requestId }: { publicUrl: string; address: string; requestId: string },
): OutgoingHttpHeaders {
  const perHop = namedBy(headers.connection);
  const { host, protocol } = new URL(publicUrl);
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !perHop.has(name) && !isInternal(name));
  return {
    ...Object.fromEntries(kept),
    // Said anew for this hop: without it Node would send some methods' bodies without any framing.
    ...(headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    'x-forwarded-for': address,
    'x-forwarded-host': headers.host ?? host,
    'x-forwarded-proto': protocol.slice(0, -1),
    [requestIdHeader]: requestId,
  };
}

function answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const perHop = namedBy(headers.connection);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !perHop.has(name)));
}

/** Sends a request's body on; one without length and without chunks has none. @returns stops it */
function sendBody(request: IncomingMessage, upstream: ClientRequest): () => void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length !== undefined || encoding !== undefined) return passOn(request, upstream);
  upstream.end();
  return () => {};
}

/** Streams one request to its owner and the answer back; ends the one when the other ends early. */
function stream(request: IncomingMessage, response: ServerResponse, upstream: ClientRequest, requestId: string, failed: (error: Error) => void): void {
  const isWaiting = waitsForContinue(request);
  let isAnswered = false;
  let stopSending = (): void => {};
  upstream.on('continue', () => {
    if (!isWaiting || isAnswered) return;
    askForBody(request);
    stopSending = sendBody(request, upstream);
  });
  upstream.on('response', (answer) => {
    isAnswered = true;
    const headers = answerHeaders(answer.headers);
    // The owner answered without the body; what the client still sends of it must not be taken for its next request.
    if (!request.complete) headers['connection'] = 'close';
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, { ...headers, [requestIdHeader]: requestId });
    answer.on('error', () => response.destroy());
    answer.on('aborted', () => response.destroy());
    passOn(answer, response);
  });
  upstream.on('timeout', () => upstream.destroy(new Error(`no answer within ${silenceMs} ms`)));
  upstream.on('error', (error) => {
    if (!isAnswered) return failed(error);
    // The owner has answered and closed its ear; the rest of the body has nowhere to go.
    stopSending();
    request.resume();
  });
  request.on('close', () => {
    if (!request.complete && !isAnswered) upstream.destroy();
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  if (isWaiting) upstream.flushHeaders();
  else stopSending = sendBody(request, upstream);
}

/** So much is read from a connection at once. */
const readBytes = 256 * 1024;

/**
 * All connections to an owner are read into one buffer, one after the other: Node's parser copies what it finds before the next is read, and a buffer for each reading would keep the garbage collector busier than the passing on of bytes does.
 * @see Node.js, `net.connect`, `onread`
 */
const intoOneBuffer = () => ({
  buffer: Buffer.allocUnsafeSlow(readBytes),
  callback(this: Socket, sizeBytes: number, buffer: Uint8Array): boolean {
    this.emit('data', buffer.subarray(0, sizeBytes));
    return true;
  },
});

/**
 * Streams a context's routes to its process, unbuffered both ways: bodies, ranges, `Expect: 100-continue` and its answer, redirects as they are, and the end
 * of either side. Node's own client does it, because undici refuses `Expect`.
 */
export function streamTo({ routes, publicUrl, logger, refusal }: StreamingOptions): FastifyPluginAsync {
  const origin = new URL(routes.origin);
  const isSecure = origin.protocol === 'https:';
  const agent = isSecure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 512 })
    : new HttpAgent({ keepAlive: true, maxSockets: 512, onread: intoOneBuffer() } as AgentOptions);

  function handle(request: FastifyRequest, reply: FastifyReply): void {
    const raw = request.raw;
    const headers = forwardedHeaders(raw.headers, { publicUrl, address: request.ip, requestId: request.id });
    if (!waitsForContinue(raw)) delete headers['expect'];
    void reply.hijack();
    const options: RequestOptions = { method: raw.method!, host: origin.hostname, port: origin.port, path: raw.url!, headers, agent, timeout: silenceMs };
    const upstream = (isSecure ? requestHttps : requestHttp)(options);
    upstream.once('socket', (socket) => {
      if (!socket.connecting) return;
      const deadline = setTimeout(() => upstream.destroy(new Error(`no connection within ${connectMs} ms`)), connectMs);
      socket.once('connect', () => clearTimeout(deadline)).once('close', () => clearTimeout(deadline));
    });
    stream(raw, reply.raw, upstream, request.id, (error) => {
      if (reply.raw.headersSent || reply.raw.destroyed) return void reply.raw.destroy();
      logger.warn({ err: error, owner: routes.origin, requestId: request.id }, 'the owner of a route could not be reached');
      const body = JSON.stringify({ errors: [refusal(new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The part that owns this route' }), request.id)] });
      reply.raw.writeHead(503, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close',
        [requestIdHeader]: request.id,
      });
      reply.raw.end(body);
    });
  }

  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const prefix of routes.prefixes) for (const url of [prefix, `${prefix}/*`]) app.all(url, { config: { asksForBody: true } }, handle);
    app.addHook('onClose', async () => agent.destroy());
  };
}
