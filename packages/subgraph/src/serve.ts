import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalOf, RegistryError } from '@gati/errors';
import { withRequestSpan } from '@gati/telemetry';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { parse, type DocumentNode } from 'graphql';
import { makeServer } from 'graphql-ws';
import { BodyRefused, boundBodies, type BodyBounds } from './bodies.ts';
import { createDemand, demandedBy, type Demand } from './demand.ts';
import { extensionsOf, toGraphQLError } from './errors.ts';
import type { ExecutableSubgraph, SubgraphOperation } from './executable.ts';
import { createInternalTokens, identityHeader, type Asker, type InternalTokens } from './internal-token.ts';
import { handleExpectations } from './expectations.ts';
import type { Logger } from './logger.ts';
import { requestIdHeader, requestIdOf } from './request-id.ts';
import { closeSockets, createSocketServer, openSocket, socketLimits } from './sockets.ts';

/** The gateway sends entity representations by the hundred; more than this is no honest request. */
const bodySizeBytes = 8 * 1024 * 1024;
/** The gateway alone sends bodies here: they are bounded together, not by address. */
const heldBytes = 32 * bodySizeBytes;

export interface ServeOptions {
  readonly executable: ExecutableSubgraph;
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  /** The installation's secret: the same as the gateway's. */
  readonly secret: string | Uint8Array;
  /** Origin of the registry: where `docsUrl` points. */
  readonly publicUrl: string;
  readonly logger: Logger;
  /** Routes beside /graphql: the doors that the context owns, health, metrics. Each is registered in a scope of its own. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** Addresses whose forwarded headers count; the loopback's by default, where the gateway usually is. */
  readonly trustProxy?: boolean | string | string[];
  readonly bodies?: Partial<BodyBounds>;
}

export interface SubgraphServer {
  readonly app: FastifyInstance;
  /** Where it listens: `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Ends sockets and requests, then frees the port. */
  close(): Promise<void>;
}

interface Body {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws BAD_USER_INPUT for what is no GraphQL request */
function operationOf(body: unknown, { principal, clientAddress }: Asker, requestId: string): SubgraphOperation {
  const { query, operationName, variables } = isRecord(body) ? (body as Body) : {};
  const isWellFormed =
    typeof query === 'string' &&
    (operationName === undefined || operationName === null || typeof operationName === 'string') &&
    (variables === undefined || variables === null || isRecord(variables));
  if (!isWellFormed) throw new RegistryError('BAD_USER_INPUT', { reason: 'The body must be { query, operationName?, variables? }.' });
  return {
    query,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    principal,
    requestId,
    ...(clientAddress === null ? {} : { clientAddress }),
  };
}

/** Identity comes from the signed token alone; without one nobody is asked who they are, they are refused. */
function identify(token: unknown, tokens: InternalTokens): Asker {
  if (typeof token !== 'string' || token === '') throw new RegistryError('UNAUTHENTICATED', { reason: 'A subgraph answers the gateway only.' });
  return tokens.readInternalToken(token);
}

/** @throws BAD_USER_INPUT */
function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { noLocation: true });
  } catch (error) {
    throw new RegistryError('BAD_USER_INPUT', { reason: (error as Error).message });
  }
}

interface SocketState extends Record<PropertyKey, unknown> {
  readonly demands: Map<string, Demand>;
}

interface SocketOperation {
  readonly operation: SubgraphOperation;
  readonly id: string;
  readonly extra: SocketState;
}

function createProtocol({ executable, publicUrl }: ServeOptions, tokens: InternalTokens) {
  const errorsOf = (error: unknown, requestId: string) => {
    const refusal = refusalOf(error);
    return [toGraphQLError({ message: refusal.message, extensions: { ...extensionsOf(refusal, publicUrl, requestId) } })];
  };
  return makeServer<Record<string, unknown>, SocketState>({
    connectionInitWaitTimeout: 5_000,
    onConnect({ connectionParams }) {
      try {
        identify(connectionParams?.[identityHeader], tokens);
        return true;
      } catch {
        return false;
      }
    },
    onSubscribe({ extra }, id, { query, operationName, variables, extensions }) {
      const requestId = requestIdOf(extensions?.[requestIdHeader]);
      try {
        // Minted anew for each subscription: a socket may live for days, a token a minute.
        const asker = identify(extensions?.[identityHeader], tokens);
        const operation = operationOf({ query, operationName, variables }, asker, requestId);
        if (extensions?.['demand'] === true) extra.demands.set(id, createDemand());
        return { schema: executable.schema, document: parseDocument(operation.query), operationName, contextValue: { operation, id, extra } };
      } catch (error) {
        return errorsOf(error, requestId);
      }
    },
    execute: async ({ contextValue }) => (await executable.execute((contextValue as SocketOperation).operation)) as never,
    async subscribe({ contextValue }) {
      const { operation, id, extra } = contextValue as SocketOperation;
      const stream = await executable.subscribe(operation);
      if (!(Symbol.asyncIterator in stream)) return stream as never;
      return (extra.demands.get(id)?.pace(stream) ?? stream) as never;
    },
    onNext: (_context, _id, _payload, _args, result) => result as never,
    onComplete: ({ extra }, id) => void extra.demands.delete(id),
    onPong: ({ extra }, payload) => {
      const id = demandedBy(payload);
      if (id !== undefined) extra.demands.get(id)?.ask();
    },
  });
}

/** Attaches the subgraph's sockets to the server: /graphql and nothing else. */
function serveSockets(app: FastifyInstance, options: ServeOptions, tokens: InternalTokens): () => Promise<void> {
  const sockets = createSocketServer(socketLimits);
  const protocol = createProtocol(options, tokens);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => openSocket(protocol, opened, { demands: new Map() }, socketLimits, options.logger));
  });
  return () => closeSockets(sockets);
}

/**
 * Serves a subgraph on a port of its own: POST /graphql and `graphql-transport-ws` at /graphql for the gateway, and the routes the context owns.
 * Every GraphQL request needs an internal token (header `x-gati-identity`, on a socket the same name in connectionParams and in each subscription's extensions);
 * any other header that names somebody is ignored.
 */
export async function serveSubgraph(options: ServeOptions): Promise<SubgraphServer> {
  const { executable, port, host, secret, publicUrl, logger, plugins = [], trustProxy = 'loopback', bodies = {} } = options;
  const tokens = createInternalTokens({ secret });
  const app = Fastify({ bodyLimit: bodySizeBytes, trustProxy, forceCloseConnections: true });
  handleExpectations(app);
  boundBodies(app, { heldBytes, heldBytesByAddress: heldBytes, ...bodies });

  const askers = new WeakMap<object, Asker>();
  await app.register(async (scope) => {
    // The edge has refused prototypes in bodies already; scanning for them again costs as much as parsing.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, scope.getDefaultJsonParser('ignore', 'ignore'));
    scope.setErrorHandler((error: unknown, request, reply) => {
      const status = (error as { statusCode?: number }).statusCode;
      const isInputFault = status !== undefined && status >= 400 && status < 500;
      const isBody = error instanceof BodyRefused;
      const refusal = refusalOf(isBody ? error.refusal : isInputFault ? new RegistryError('BAD_USER_INPUT', { reason: (error as Error).message }) : error);
      if (refusal.code === 'INTERNAL') logger.error({ err: error, subgraph: executable.name }, 'a request failed');
      const requestId = requestIdOf(request.headers[requestIdHeader]);
      return reply
        .code(isBody ? error.statusCode : isInputFault ? status : refusal.status)
        .send({ errors: [{ message: refusal.message, extensions: extensionsOf(refusal, publicUrl, requestId) }] });
    });
    // Before the body: only the gateway's are taken in.
    scope.addHook('onRequest', async (request) => void askers.set(request, identify(request.headers[identityHeader], tokens)));
    scope.post('/graphql', async (request, reply) => {
      const operation = operationOf(request.body, askers.get(request)!, requestIdOf(request.headers[requestIdHeader]));
      const result = await withRequestSpan(`graphql ${executable.name}`, request.headers, async () => executable.execute(operation));
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(result));
    });
  });
  for (const plugin of plugins) await app.register(plugin);
  const endSockets = serveSockets(app, options, tokens);

  const url = await app.listen({ port, host });
  return {
    app,
    url,
    async close() {
      await endSockets();
      await app.close();
    },
  };
}
