import httpProxy from '@fastify/http-proxy';
import { RegistryError } from '@gati/errors';
import { requestIdHeader } from '@gati/subgraph';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Origins } from './origins.ts';
import { visitorHeader, type Visitors } from './visitors.ts';

export interface WebOptions {
  /** Where the web server listens: `http://127.0.0.1:3000`; null when it is off. */
  readonly origin: string | null;
  readonly origins: Origins;
  /** Paths that belong to the registry even where it has nothing at them: they never reach the web server. */
  readonly reserved: readonly string[];
  /** Seals each visitor's address for the way through the web server. */
  readonly visitors: Pick<Visitors, 'seal'>;
  readonly refusal: (error: unknown, requestId: string) => GraphQLFormattedError;
}

const wantsPage = ({ method, headers }: FastifyRequest): boolean => (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');

const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>` +
  `<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1.5rem;color-scheme:light dark}</style><h1>${title}</h1><p>${text}</p></html>`;

/** Everything the registry does not own goes to the web server, host and scheme as the browser knows them. Sockets are not passed on. */
export function serveWeb({ origin, origins, reserved, visitors, refusal }: WebOptions): FastifyPluginAsync {
  const isReserved = (path: string): boolean => reserved.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));

  const answer = (request: FastifyRequest, reply: FastifyReply, error: RegistryError, status: number) => {
    void reply.code(status).header('cache-control', 'no-store');
    if (status === 503) void reply.header('retry-after', '5');
    if (status === 503 && wantsPage(request)) {
      return reply
        .type('text/html; charset=utf-8')
        .send(page('Not available now', 'The web pages of this registry cannot be reached now. Its API answers at /graphql and /v2.'));
    }
    return reply.type('application/json; charset=utf-8').send({ errors: [refusal(error, request.id)] });
  };
  const unavailable = (request: FastifyRequest, reply: FastifyReply) =>
    answer(request, reply, new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The web server' }), 503);

  async function guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const path = request.url.split('?')[0]!;
    if (isReserved(path)) return answer(request, reply, new RegistryError('NOT_FOUND', { reference: `route ${request.method} ${path}` }), 404);
    const { host, origin: from } = request.headers;
    if (!origins.isOurHost(host)) {
      const reason = `This registry does not go by the name ${(host ?? '').slice(0, 255)}.`;
      return answer(request, reply, new RegistryError('BAD_USER_INPUT', { reason, suggestion: `Ask ${origins.publicOrigin}.` }), 421);
    }
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (!isReading && from !== undefined && !origins.isOurs(from))
      return answer(request, reply, new RegistryError('FORBIDDEN', { reason: 'A page of another site sent this request.' }), 403);
    const corrected = wantsPage(request) ? origins.correctedUrl(host, request.url) : undefined;
    return corrected ? reply.redirect(corrected, 307) : undefined;
  }

  return async (app) => {
    app.addHook('onRequest', guard);
    if (origin === null) {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', (_request, _payload, done) => done(null));
      app.all('/*', { config: { streamsBody: true } }, unavailable);
      return;
    }
    await app.register(httpProxy, {
      upstream: origin,
      websocket: false,
      config: { streamsBody: true },
      undici: { connections: 128, pipelining: 1, connectTimeout: 3_000, headersTimeout: 60_000, bodyTimeout: 300_000 },
      disableRequestLogging: true,
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => {
          const { expect: _handled, upgrade: _refused, ...kept } = headers;
          const host = request.headers.host ?? new URL(origins.publicOrigin).host;
          return {
            ...kept,
            host,
            'x-forwarded-host': host,
            'x-forwarded-proto': new URL(origins.publicOrigin).protocol.slice(0, -1),
            'x-forwarded-for': (request as FastifyRequest).ip,
            [visitorHeader]: visitors.seal((request as FastifyRequest).ip),
            [requestIdHeader]: (request as FastifyRequest).id,
          };
        },
        // A page that failed is asked for again by who wants it, not by the proxy.
        retryDelay: () => null,
        onError: (reply) => void unavailable(reply.request as FastifyRequest, reply as FastifyReply),
      },
    });
  };
}
