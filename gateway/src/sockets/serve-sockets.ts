import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import type { Principal } from '@gati/authority';
import { isRegistryError, RegistryError } from '@gati/errors';
import {
  addressBlock,
  closeSockets,
  createCount,
  createSocketServer,
  openSocket,
  requestIdOf,
  socketLimits,
  toGraphQLError,
  type Logger,
} from '@gati/subgraph';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { makeServer } from 'graphql-ws';
import type { OperationContext } from '../apollo.ts';
import { createCaller, type Caller } from '../caller.ts';
import type { ClientErrors } from '../client-errors.ts';
import { RequestRefused, type Documents, type PreparedOperation } from '../documents.ts';
import type { Supergraph } from '../federation/supergraph.ts';
import type { Authenticate, Charge } from '../http/graphql-route.ts';
import type { Origins } from '../http/origins.ts';
import { limitPassed } from '../limits/limits.ts';
import type { Operations } from '../operations.ts';
import type { GatewayMetrics } from '../telemetry.ts';
import { ClientConnection } from './client-connection.ts';
import { pace } from './pace.ts';
import type { ValidityWatch } from './validity.ts';

/** Bounds of all sockets together, and of one. */
export interface SocketBounds {
  readonly sockets: number;
  /** Sockets from one address, and for one account from wherever. */
  readonly socketsByAddress: number;
  readonly socketsByAccount: number;
  /** Subscriptions of one account; of one address for those without an account. */
  readonly subscriptionsByCaller: number;
  /** Operations that one socket may have under way. */
  readonly operationsPerSocket: number;
  /** Shortest time between two events of one subscription; 0 for none, where events are more than states. */
  readonly eventIntervalMs: number;
  /** From opening a socket to its `connection_init`. */
  readonly initTimeoutMs: number;
}
export const defaultSocketBounds: SocketBounds = {
  sockets: 20_000,
  socketsByAddress: 50,
  socketsByAccount: 50,
  subscriptionsByCaller: 200,
  operationsPerSocket: 50,
  eventIntervalMs: 100,
  initTimeoutMs: 5_000,
};
/** How long who has as many as it may should wait: others of its own have to end first. */
const retryAfterSeconds = 5;

export interface SocketOptions {
  readonly server: Server;
  readonly supergraph: Supergraph;
  readonly apollo: ApolloServer<OperationContext>;
  readonly documents: Documents;
  readonly operations: Operations;
  readonly errors: ClientErrors;
  readonly origins: Origins;
  readonly authenticate: Authenticate;
  readonly redeemSocketTicket: ((ticket: string) => Promise<Principal>) | undefined;
  readonly charge: Charge | undefined;
  /** Where an upgrade came from, by the rule of all other requests. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly mint: (principal: Principal, clientAddress?: string) => string;
  readonly validity: ValidityWatch | undefined;
  readonly metrics: GatewayMetrics;
  readonly bounds: SocketBounds;
  readonly logger: Logger;
}

interface Extra extends Record<PropertyKey, unknown> {
  readonly connection: ClientConnection;
}
/** What goes with one operation through the protocol's server. */
interface SocketOperation {
  readonly text: string;
  readonly prepared: PreparedOperation;
  readonly nextCaller: () => Caller;
  readonly connection: ClientConnection;
}

/** Close codes after which `graphql-ws` clients give up (4401), connect again with new credentials (4403), or try again later (1013). */
const closeCodes = { unauthorized: 4401, forbidden: 4403, tryAgainLater: 1013 } as const;

const textIn = (parameters: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined => {
  const value = parameters?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** A stream that tells when it is over, however it ends. */
function whenOver<T>(stream: AsyncIterableIterator<T>, over: () => void): AsyncIterableIterator<T> {
  let isOver = false;
  const end = (): void => {
    if (!isOver) over();
    isOver = true;
  };
  const watched: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => watched,
    async next() {
      const result = await stream.next();
      if (result.done) end();
      return result;
    },
    async return() {
      end();
      await stream.return?.();
      return { done: true, value: undefined };
    },
  };
  return watched;
}

/** The protocol's server, with everything that decides given to it. */
function createProtocol(options: SocketOptions, count: (change: number) => void) {
  const { supergraph, apollo, documents, operations, errors, authenticate, redeemSocketTicket, charge, mint, validity, bounds, logger } = options;

  const socketsByAccount = createCount(bounds.socketsByAccount);
  const subscriptionsByCaller = createCount(bounds.subscriptionsByCaller);
  const callerOf = ({ principal, address }: ClientConnection): string => (principal.kind === 'anonymous' ? addressBlock(address) : principal.accountId);

  /** By `authorization` or a one-use `ticket`. Cookies and headers of the upgrade do not count: a page of another site could make a browser send them. */
  async function identify(connection: ClientConnection, parameters: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    const ticket = textIn(parameters, 'ticket');
    connection.authorization = textIn(parameters, 'authorization') ?? textIn(parameters, 'Authorization');
    connection.principal =
      ticket !== undefined && redeemSocketTicket ? await redeemSocketTicket(ticket) : await authenticate(connection.authorization, connection.address);
    const { principal } = connection;
    if (principal.kind !== 'anonymous') connection.onClose(taken(socketsByAccount.take(principal.accountId)));
    const forget = validity?.watch(principal, () => connection.end(closeCodes.unauthorized, 'The session has ended'));
    if (forget) connection.onClose(forget);
  }

  /** @throws RequestRefused, RegistryError */
  async function prepare(
    connection: ClientConnection,
    payload: { query: string; operationName?: string | null | undefined; variables?: Record<string, unknown> | null | undefined },
  ): Promise<PreparedOperation> {
    const prepared = documents.prepare(payload.query, payload.operationName ?? undefined, payload.variables ?? {});
    await charge?.(connection.principal, prepared.cost, connection.address);
    return prepared;
  }

  function refusalsOf(error: unknown, requestId: string): GraphQLError[] {
    const answers =
      error instanceof RequestRefused
        ? error.errors.flatMap((each) => (isRegistryError(each) ? [errors.refusal(each, requestId)] : errors.badInput([each], requestId)))
        : [errors.refusal(error, requestId)];
    return answers.map(toGraphQLError);
  }

  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: bounds.initTimeoutMs,

    async onConnect({ connectionParams, extra: { connection } }) {
      try {
        await identify(connection, connectionParams);
        return true;
      } catch (error) {
        if (isRegistryError(error) && error.code === 'UNAUTHENTICATED') return false;
        if (!isRegistryError(error)) logger.error({ err: error }, 'a socket could not be identified');
        connection.end(closeCodes.tryAgainLater, 'Try again later');
        return false;
      }
    },

    async onSubscribe({ extra: { connection }, subscriptions }, _id, payload) {
      const requestId = requestIdOf(undefined);
      try {
        const running = Object.keys(subscriptions).length;
        if (running > bounds.operationsPerSocket)
          throw limitPassed('too many others beside it on its socket', running, bounds.operationsPerSocket, 'End some, or open another socket.');
        const prepared = await prepare(connection, payload);
        if (prepared.kind === 'subscription' && subscriptionsByCaller.isFull(callerOf(connection))) throw tooMany();
        const { principal, authorization } = connection;
        const nextCaller = (): Caller => createCaller({ principal, requestId, clientAddress: connection.address, authorization }, mint);
        const contextValue: SocketOperation = { text: payload.query, prepared, nextCaller, connection };
        return {
          schema: supergraph.apiSchema,
          document: prepared.document,
          operationName: payload.operationName ?? null,
          variableValues: payload.variables ?? {},
          contextValue,
        };
      } catch (error) {
        return refusalsOf(error, requestId);
      }
    },

    async execute({ operationName, variableValues, contextValue }) {
      const { text, prepared, nextCaller } = contextValue as SocketOperation;
      const request = { query: text, ...(operationName ? { operationName } : {}), variables: (variableValues ?? {}) as Record<string, never> };
      const { body } = await apollo.executeOperation(request, { contextValue: { prepared, caller: nextCaller() } });
      if (body.kind !== 'single') throw new Error('an answer in parts');
      return body.singleResult as unknown as ExecutionResult;
    },

    async subscribe({ contextValue }) {
      const { prepared, nextCaller, connection } = contextValue as SocketOperation;
      const release = subscriptionsByCaller.take(callerOf(connection));
      // Others may have come in between since it was let in.
      if (!release) return { errors: refusalsOf(tooMany(), requestIdOf(undefined)) };
      const events = await operations.follow(prepared, nextCaller, connection).catch((error: unknown) => {
        release();
        throw error;
      });
      if (!(Symbol.asyncIterator in events)) {
        release();
        return events as ExecutionResult;
      }
      count(1);
      const over = (): void => {
        release();
        count(-1);
      };
      return whenOver(pace(events, bounds.eventIntervalMs), over) as AsyncIterableIterator<ExecutionResult>;
    },

    // As it is: it is formatted already, and the protocol's server would want errors of graphql's class.
    onNext: (_context, _id, _payload, _args, result) => result as never,
  });
}

const tooMany = (): RegistryError => new RegistryError('RATE_LIMITED', { retryAfterSeconds });

/** @throws RATE_LIMITED where no place was left */
function taken(release: (() => void) | undefined): () => void {
  if (!release) throw tooMany();
  return release;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Serves `graphql-transport-ws` at /graphql, by the server's one `upgrade` listener: other paths and other sites' pages are refused before a socket opens.
 * A socket ends with the credentials that opened it. The answer ends all sockets.
 */
export function serveSockets(options: SocketOptions): () => Promise<void> {
  const { server, origins, bounds, metrics, logger, addressOf } = options;
  const sockets = createSocketServer(socketLimits);
  const socketsByAddress = createCount(bounds.socketsByAddress);
  let subscriptions = 0;
  const report = (): void => metrics.socketsOpen({ sockets: sockets.clients.size, subscriptions });
  const protocol = createProtocol(options, (change) => {
    subscriptions += change;
    report();
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { origin } = request.headers;
    if (request.url?.split('?')[0] !== '/graphql') return refuseUpgrade(socket, '404 Not Found');
    // Browsers always send an Origin; what sends none is no page.
    if (origin !== undefined && !origins.isOurs(origin)) return refuseUpgrade(socket, '403 Forbidden');
    if (sockets.clients.size >= bounds.sockets) return refuseUpgrade(socket, '503 Service Unavailable');
    const address = addressOf(request);
    const release = socketsByAddress.take(addressBlock(address));
    if (!release) return refuseUpgrade(socket, `429 Too Many Requests\r\nRetry-After: ${retryAfterSeconds}`);
    socket.once('close', release);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const connection = new ClientConnection(opened, address);
      opened.once('close', () => setImmediate(report));
      report();
      openSocket(protocol, opened, { connection }, socketLimits, logger);
    });
  });
  return () => closeSockets(sockets);
}
