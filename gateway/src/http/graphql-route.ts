import { HeaderMap, type ApolloServer } from '@apollo/server';
import { isRegistryError, refusalOf, RegistryError } from '@gati/errors';
import type { Principal } from '@gati/authority';
import { BodyRefused, type RateHeaders } from '@gati/subgraph';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { KeyValueCache, OperationContext } from '../apollo.ts';
import { Abandonment, createCaller } from '../caller.ts';
import type { ClientErrors } from '../client-errors.ts';
import { RequestRefused, type Documents, type PreparedOperation } from '../documents.ts';
import { traceOf, type GatewayMetrics } from '../telemetry.ts';
import { assertPreflighted } from './csrf.ts';
import { readGraphqlRequest, type GraphqlRequest } from './graphql-request.ts';

/** Who asks, by the header; an absent one is anonymous. @throws UNAUTHENTICATED, RATE_LIMITED */
export type Authenticate = (authorization: string | undefined, address: string) => Promise<Principal>;
/** Takes an operation's cost from what its caller may spend. @param tell  gets the headers that say what is left. @throws RATE_LIMITED */
export type Charge = (principal: Principal, cost: number, address: string, tell?: (headers: RateHeaders) => unknown) => Promise<void>;

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<OperationContext>;
  readonly documents: Documents;
  readonly errors: ClientErrors;
  readonly authenticate: Authenticate;
  readonly charge: Charge | undefined;
  /** Where a request came from, for limits. */
  readonly addressOf: (request: FastifyRequest) => string;
  readonly mint: (principal: Principal, clientAddress?: string) => string;
  readonly persisted: KeyValueCache<string>;
  readonly metrics: GatewayMetrics;
  readonly bodySizeBytes: number;
}

const graphqlJson = 'application/graphql-response+json';
/** The media type of an answer that Apollo Server did not make. */
const mediaTypeFor = ({ headers }: FastifyRequest): string =>
  headers.accept?.includes(graphqlJson) ? `${graphqlJson}; charset=utf-8` : 'application/json; charset=utf-8';

/** Headers that Apollo Server looks at. */
const headersForApollo = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'] as const;

/** The code by which clients of automatic persisted queries know that they have to send the text. */
const persistedNotFound = 'PERSISTED_QUERY_NOT_FOUND';

const methodRefused = (reason: string, suggestion: string): RequestRefused =>
  new RequestRefused([new RegistryError('BAD_USER_INPUT', { reason, suggestion })], 405);

/** What Fastify refuses (a body too large, of another type, no JSON) under a code of the catalogue, with Fastify's status. */
function asRefusal(error: unknown): unknown {
  if (error instanceof BodyRefused) return new RequestRefused([error.refusal], error.statusCode);
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  const isClientFault = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return isClientFault
    ? new RequestRefused([new RegistryError('BAD_USER_INPUT', { reason: `The request cannot be read: ${message ?? 'it is malformed'}` })], statusCode)
    : error;
}

/** `POST /graphql` and, for queries, `GET /graphql`: decode, refuse what has to be refused, hand the rest to Apollo Server. */
export function graphqlRoute(options: GraphqlRouteOptions): FastifyPluginAsync {
  const { apollo, documents, errors, authenticate, charge, addressOf, mint, persisted, metrics } = options;

  /** Faults before execution, as a whole answer. */
  function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    const answers =
      error instanceof RequestRefused
        ? error.errors.flatMap((each) => (isRegistryError(each) ? [errors.refusal(each, request.id)] : errors.badInput([each], request.id)))
        : [errors.refusal(error, request.id)];
    const status = error instanceof RequestRefused ? error.status : refusalOf(error).status;
    metrics.operationDone({ kind: 'query', outcome: 'refused', seconds: reply.elapsedTime / 1000 });
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    const retryAfter = answers[0]?.extensions?.['details'] as { retryAfterSeconds?: number } | undefined;
    if (status === 429 && retryAfter?.retryAfterSeconds) void reply.header('retry-after', String(retryAfter.retryAfterSeconds));
    return reply
      .code(status)
      .type(mediaTypeFor(request))
      .send(JSON.stringify({ errors: answers }));
  }

  async function prepare({ query, persistedHash, operationName, variables }: GraphqlRequest): Promise<PreparedOperation | undefined> {
    const text = query ?? (persistedHash === undefined ? undefined : await persisted.get(`apq:${persistedHash}`));
    return text === undefined ? undefined : documents.prepare(text, operationName, variables);
  }

  function assertServed(request: FastifyRequest, reply: FastifyReply, prepared: PreparedOperation | undefined): void {
    if (prepared?.kind === 'subscription') {
      throw new RegistryError('BAD_USER_INPUT', {
        reason: 'Subscriptions go over a socket.',
        suggestion: 'Open a WebSocket at /graphql with the protocol graphql-transport-ws.',
      });
    }
    if (request.method === 'GET' && prepared?.kind === 'mutation') {
      void reply.header('allow', 'POST');
      throw methodRefused('A GET request can only carry a query.', 'Send mutations by POST.');
    }
  }

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    void reply.header('cache-control', 'no-store');
    const abandoned = new Abandonment();
    let context: OperationContext;
    try {
      assertPreflighted(request.headers);
      const asked = readGraphqlRequest(request);
      const clientAddress = addressOf(request);
      const principal = await authenticate(request.headers.authorization, clientAddress);
      const prepared = await prepare(asked);
      assertServed(request, reply, prepared);
      if (prepared) await charge?.(principal, prepared.cost, clientAddress, (headers) => reply.headers(headers));
      const facts = {
        principal,
        requestId: request.id,
        clientAddress,
        authorization: request.headers.authorization,
        trace: traceOf(request.headers),
        abandoned,
      };
      context = { prepared, caller: createCaller(facts, mint) };
      // A mutation goes on when its client leaves: half of one would be worse than a whole one unseen.
      if (prepared?.kind === 'query') reply.raw.once('close', () => void (reply.raw.writableFinished || abandoned.abandon()));
    } catch (error) {
      return refuse(request, reply, error);
    }

    const headers = new HeaderMap();
    for (const name of headersForApollo) {
      const value = request.headers[name];
      if (typeof value === 'string') headers.set(name, value);
    }
    const search = request.method === 'GET' ? request.url.slice(request.url.indexOf('?')) : '';
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers, search, body: request.body },
      context: async () => context,
    });
    for (const [name, value] of answer.headers) if (name !== 'cache-control') void reply.header(name, value);
    if (answer.body.kind !== 'complete') throw new Error('an answer in parts');
    const isByExecutor = answer.status === undefined || answer.status === 200;
    const text = isByExecutor && context.prepared ? answer.body.string : complete(answer.body.string, answer.status ?? 200, request.id);
    return reply.code(answer.status ?? 200).send(text);
  }

  /** Apollo Server's own errors, given the shape of all others. */
  function complete(body: string, status: number, requestId: string): string {
    const { errors: theirs = [], ...rest } = JSON.parse(body) as { errors?: readonly GraphQLFormattedError[] };
    const ours = theirs.map((error) => {
      const { code, requestId: known } = error.extensions ?? {};
      if (known) return error;
      if (status >= 500) return errors.refusal(new RegistryError('INTERNAL', {}), requestId);
      const [answer] = errors.badInput([error], requestId);
      return code === persistedNotFound ? { ...answer, message: error.message, extensions: { ...answer!.extensions, code } } : answer;
    });
    return JSON.stringify({ ...rest, errors: ours });
  }

  return async (app) => {
    app.removeContentTypeParser('text/plain');
    app.addContentTypeParser('application/graphql-response+json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
    app.setErrorHandler((error: unknown, request, reply) => refuse(request, reply, asRefusal(error)));
    app.route({ method: ['GET', 'POST'], url: '/graphql', bodyLimit: options.bodySizeBytes, handler: handle });
    app.route({
      method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/graphql',
      handler: (request, reply) =>
        refuse(request, reply.header('allow', 'GET, POST'), methodRefused(`${request.method} is not served here.`, 'Send operations by POST.')),
    });
  };
}
