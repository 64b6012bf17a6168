import type { Principal } from '@gati/authority';
import { anonymous } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import {
  BodyRefused,
  boundBodies,
  boundConnections,
  createInternalTokens,
  defaultConnectionBounds,
  handleExpectations,
  requestIdHeader,
  requestIdOf,
  type BodyBounds,
  type ConnectionBounds,
  type ExecutableSubgraph,
  type Logger,
} from '@gati/subgraph';
import type { Tracer } from '@opentelemetry/api';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { createApollo, keyValueCache } from './apollo.ts';
import { createClientErrors, type ClientErrors } from './client-errors.ts';
import { createDocuments } from './documents.ts';
import { composeSupergraph } from './federation/compose.ts';
import { loadSupergraph, type Supergraph } from './federation/supergraph.ts';
import { createAddresses, type Addresses, type TrustProxy } from './http/addresses.ts';
import { serveDocs } from './http/docs.ts';
import { graphqlRoute, type Authenticate, type Charge } from './http/graphql-route.ts';
import { createOrigins, type Origins } from './http/origins.ts';
import { streamTo, type OwnedRoutes } from './http/owned-routes.ts';
import { createVisitors, type Visitors } from './http/visitors.ts';
import { serveWeb } from './http/web.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { createOperations } from './operations.ts';
import { defaultSocketBounds, serveSockets, type SocketBounds } from './sockets/serve-sockets.ts';
import { createValidityWatch } from './sockets/validity.ts';
import { inProcess } from './sources/in-process.ts';
import { overHttp } from './sources/over-http.ts';
import type { SubgraphSource } from './sources/source.ts';
import { gatewayTracer, noMetrics, type GatewayMetrics } from './telemetry.ts';

/** A subgraph of ours: in this process, or at an origin (`http://127.0.0.1:4001`) where it answers GraphQL and its sockets at `/graphql`. */
export type GatewaySubgraph = { readonly executable: ExecutableSubgraph } | { readonly name: string; readonly typeDefs: string; readonly origin: string };

/** The registry's own graph: its subgraphs, who may ask, and what lies behind the same port. */
export interface RegistryGraph {
  readonly kind: 'registry';
  readonly subgraphs: readonly GatewaySubgraph[];
  /** The installation's secret: subgraphs elsewhere believe what is signed with it. */
  readonly secret: string | Uint8Array;
  readonly authenticate: Authenticate;
  readonly redeemSocketTicket: (ticket: string) => Promise<Principal>;
  /** Asked for each credential with an open socket, every two seconds. */
  readonly isStillValid: (principal: Principal) => Promise<boolean>;
  /** Where the web server listens (`http://127.0.0.1:3000`); null when it is off. */
  readonly webOrigin: string | null;
  /** Routes that contexts own and whose process is elsewhere. */
  readonly ownedRoutes?: readonly OwnedRoutes[];
}

/** Any federation-2 supergraph, subgraphs by the URLs in it; the client's Authorization is given on to them, nothing of the registry is mixed in. */
export interface ForeignGraph {
  readonly kind: 'supergraph';
  readonly supergraphSdl: string;
}

export interface GatewayOptions {
  readonly graph: RegistryGraph | ForeignGraph;
  readonly port: number;
  readonly host: string;
  /** The origin the registry goes by; Origin checks and error pages use it, never a Host header. */
  readonly publicUrl: string;
  readonly logger: Logger;
  /** Routes in this process: doors that contexts own, health, metrics. Each is registered in a scope of its own. */
  readonly plugins?: readonly FastifyPluginAsync[];
  /** Addresses whose forwarded headers count; none by default. */
  readonly trustProxy?: TrustProxy;
  readonly limits?: Partial<Limits>;
  readonly sockets?: Partial<SocketBounds>;
  readonly bodies?: Partial<BodyBounds>;
  readonly connections?: Partial<ConnectionBounds>;
  /** How long a subgraph over HTTP may take. */
  readonly subgraphTimeoutMs?: number;
  /** How often open sockets' credentials are checked. */
  readonly validityIntervalMs?: number;
  readonly charge?: Charge;
  readonly metrics?: GatewayMetrics;
  readonly tracer?: Tracer;
}

export interface Gateway {
  readonly app: FastifyInstance;
  readonly supergraph: Supergraph;
  /** Starts listening. Answers with where: `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** Ends sockets and requests, then frees the port. */
  close(): Promise<void>;
}

const subgraphTimeoutMs = 10_000;
const validityIntervalMs = 2_000;
const persistedCapacity = 1_000;
/** A header of 16 kB is Node's limit; a path parameter may carry a ticket or a digest. */
const pathParameterLength = 4_096;

/** Paths that are the registry's, even where nothing is at them. */
const reservedPaths = [
  '/graphql',
  '/v2',
  '/downloads',
  '/badges',
  '/auth',
  '/webhooks',
  '/health',
  '/metrics',
  '/openapi.json',
  '/docs/http',
  '/.well-known/jwks.json',
  '/.well-known/openid-configuration',
];

const schemaOf = (subgraph: GatewaySubgraph) => {
  if ('executable' in subgraph) return { name: subgraph.executable.name, typeDefs: subgraph.executable.typeDefs };
  return { name: subgraph.name, typeDefs: subgraph.typeDefs, url: new URL('/graphql', subgraph.origin).href };
};

/** How each subgraph of the supergraph is reached. @throws for a subgraph without an address */
function createSources(
  { graph, logger, subgraphTimeoutMs: timeoutMs = subgraphTimeoutMs }: GatewayOptions,
  supergraph: Supergraph,
): ReadonlyMap<string, SubgraphSource> {
  const local = new Map(
    graph.kind === 'registry' ? graph.subgraphs.flatMap((subgraph) => ('executable' in subgraph ? [[subgraph.executable.name, subgraph.executable]] : [])) : [],
  );
  const identity = graph.kind === 'registry' ? 'signed' : 'forwarded';
  return new Map(
    supergraph.subgraphs.map(({ name, url }) => {
      const executable = local.get(name);
      if (executable) return [name, inProcess(executable)];
      if (!url) throw new Error(`The supergraph names no URL for the subgraph ${name}.`);
      return [name, overHttp({ name, url, identity, timeoutMs, logger })];
    }),
  );
}

function createServer({ trustProxy = false, bodies, connections }: GatewayOptions, addresses: Addresses): FastifyInstance {
  const app = Fastify({
    trustProxy,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => requestIdOf(headers[requestIdHeader]),
    routerOptions: { maxParamLength: pathParameterLength },
    // Only what asks for a socket is an upgrade; with a listener present Node would hand over everything else too, h2c for one.
    http: { shouldUpgradeCallback: ({ headers }: { headers: { upgrade?: string } }) => headers.upgrade?.toLowerCase() === 'websocket' } as object,
  });
  app.addHook('onRequest', async (request, reply) => void reply.header(requestIdHeader, request.id));
  handleExpectations(app);
  boundBodies(app, bodies);
  boundConnections(app.server, { ...defaultConnectionBounds, ...connections }, addresses.isProxy);
  return app;
}

async function registerRegistry(
  app: FastifyInstance,
  graph: RegistryGraph,
  { publicUrl, logger }: GatewayOptions,
  { origins, errors, visitors }: { readonly origins: Origins; readonly errors: ClientErrors; readonly visitors: Visitors },
): Promise<void> {
  const refusal = errors.refusal;
  const ownedRoutes = graph.ownedRoutes ?? [];
  for (const routes of ownedRoutes) await app.register(streamTo({ routes, publicUrl, logger, refusal }));
  await app.register(serveDocs(publicUrl));
  await app.register(serveWeb({ origin: graph.webOrigin, origins, reserved: reservedPaths, visitors, refusal }));
}

/**
 * The public edge: GraphQL over HTTP and sockets, and everything else that answers on the one public port.
 * @throws when the subgraphs do not compose, or the supergraph is not understood
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { graph, publicUrl, logger, plugins = [], metrics = noMetrics, tracer = gatewayTracer(), charge } = options;
  const isRegistry = graph.kind === 'registry';
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const supergraph = await loadSupergraph(isRegistry ? composeSupergraph(graph.subgraphs.map(schemaOf)) : graph.supergraphSdl, logger);
  const sources = createSources(options, supergraph);
  const errors = createClientErrors({ publicUrl, logger, subgraphs: isRegistry ? 'ours' : 'foreign' });
  const documents = createDocuments(supergraph, limits);
  const operations = createOperations({ sources, errors, metrics, tracer });
  const persisted = keyValueCache<string>(persistedCapacity);
  const apollo = createApollo(supergraph, operations, limits, persisted, logger);
  await apollo.start();

  const authenticate: Authenticate = isRegistry ? graph.authenticate : async () => anonymous;
  const secret = isRegistry ? graph.secret : crypto.getRandomValues(new Uint8Array(32));
  const tokens = createInternalTokens({ secret });
  const visitors = createVisitors(secret);
  const mint = tokens.mintInternalToken;
  const origins = createOrigins(publicUrl);
  const addresses = createAddresses(options.trustProxy ?? false);
  const app = createServer(options, addresses);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ errors: [errors.refusal(new RegistryError('NOT_FOUND', { reference: `route ${request.method} ${request.url.split('?')[0]}` }), request.id)] }),
  );
  app.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
    if (error instanceof BodyRefused) return reply.code(error.statusCode).send({ errors: [errors.refusal(error.refusal, request.id)] });
    const isClientFault = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
    const refusal = errors.refusal(isClientFault ? new RegistryError('BAD_USER_INPUT', { reason: error.message }) : error, request.id);
    return reply.code(isClientFault ? error.statusCode! : 500).send({ errors: [refusal] });
  });

  await app.register(
    graphqlRoute({
      apollo,
      documents,
      errors,
      authenticate,
      charge,
      addressOf: visitors.addressOf,
      mint,
      persisted,
      metrics,
      bodySizeBytes: limits.bodySizeBytes,
    }),
  );
  for (const plugin of plugins) await app.register(plugin);
  if (isRegistry) await registerRegistry(app, graph, options, { origins, errors, visitors });

  const validity = isRegistry
    ? createValidityWatch({ isStillValid: graph.isStillValid, intervalMs: options.validityIntervalMs ?? validityIntervalMs, logger })
    : undefined;
  const bounds: SocketBounds = { ...defaultSocketBounds, ...(isRegistry ? {} : { eventIntervalMs: 0 }), ...options.sockets };
  const redeemSocketTicket = isRegistry ? graph.redeemSocketTicket : undefined;
  const endSockets = serveSockets({
    server: app.server,
    supergraph,
    apollo,
    documents,
    operations,
    errors,
    origins,
    authenticate,
    redeemSocketTicket,
    charge,
    addressOf: (request) => visitors.addressOf({ ip: addresses.of(request), headers: request.headers }),
    mint,
    validity,
    metrics,
    bounds,
    logger,
  });

  return {
    app,
    supergraph,
    listen: () => app.listen({ port: options.port, host: options.host }),
    async close() {
      validity?.close();
      await endSockets();
      await app.close();
      await apollo.stop();
      for (const source of sources.values()) await source.close();
    },
  };
}
