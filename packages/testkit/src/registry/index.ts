import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { buildSchema, graphql, parse, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createFaults, type Faults } from './faults.ts';
import { createRoot, refusal, type Caller } from './graphql.ts';
import { createOciDoor } from './oci.ts';
import { startPartStore, type PartStore } from './part-store.ts';
import { anySignature, type RegistrySignatures } from './signatures.ts';
import { createWorld, type World } from './world.ts';

export type { World, ArtifactRecord, VersionRecord, RegisteredKey } from './world.ts';
export type { Faults } from './faults.ts';
export type { PartStore } from './part-store.ts';
export type { RegistrySignatures } from './signatures.ts';

export interface TestRegistry {
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  /** What was asked, in order: method, path and the name of a GraphQL operation. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly operation: string | undefined;
    readonly authorization: string | undefined;
    /** The header `Gati-Purpose`: what is read for `verification` is no download. */
    readonly purpose: string | undefined;
  }[];
  readonly forgetRequests: () => void;
  /** Approves every sign-in that waits, as this account. */
  readonly approveDevices: (handle: string) => void;
  /** Keeps parts of uploads in a store of its own from now on, to which clients may send them themselves. */
  readonly openPartStore: () => Promise<PartStore>;
  /** And no longer. */
  readonly closePartStore: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const schemaFile = fileURLToPath(new URL('../../../../gateway/api.graphql', import.meta.url));

/** A small registry in this process that clients cannot tell from a large one: the real schema, real digests, token authentication, staged until signed, live events; and faults on demand.
 *  @param signatures  how signatures are judged; without it anything that refers to a manifest signs it */
export async function startTestRegistry(signatures: RegistrySignatures = anySignature): Promise<TestRegistry> {
  const schema: GraphQLSchema = buildSchema(readFileSync(schemaFile, 'utf8'));
  const world = createWorld(signatures);
  const faults = createFaults();
  const requests: { method: string; path: string; operation: string | undefined; authorization: string | undefined; purpose: string | undefined }[] = [];
  let url = '';
  let partStore: PartStore | null = null;
  const door = createOciDoor(
    world,
    faults,
    () => url,
    () => partStore,
  );
  const root = createRoot(world, door, signatures);

  const callerOf = (authorization: unknown): Caller => {
    const token = typeof authorization === 'string' ? /^Bearer (.+)$/.exec(authorization)?.[1] : undefined;
    const handle = world.whose(token);
    if (authorization !== undefined && handle === null) throw refusal('UNAUTHENTICATED', { reason: 'The token has ended.' });
    return { handle, token };
  };

  async function answerGraphql(request: IncomingMessage, response: ServerResponse, record: (typeof requests)[number]): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const { query, variables } = JSON.parse(Buffer.concat(parts).toString()) as { query: string; variables: Record<string, unknown> };
    record.operation = parse(query).definitions.flatMap((definition) =>
      definition.kind === 'OperationDefinition' && definition.name ? [definition.name.value] : [],
    )[0];
    const send = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      send(
        200,
        await graphql({ schema, source: query, variableValues: variables, rootValue: root.fields, contextValue: callerOf(request.headers.authorization) }),
      );
    } catch (error) {
      send(200, { errors: [error] });
    }
  }

  const server = createServer((request, response) => {
    const target = new URL(request.url ?? '/', 'http://registry.test');
    const record = {
      method: request.method ?? '',
      path: target.pathname,
      operation: undefined,
      authorization: request.headers.authorization,
      purpose: request.headers['gati-purpose']?.toString(),
    };
    requests.push(record);
    const status = faults.statuses.shift();
    if (status !== undefined) return void response.writeHead(status, { 'content-type': 'text/plain' }).end('out of order');
    const work = target.pathname === '/graphql' ? answerGraphql(request, response, record) : door.handle(request, response, target);
    work.catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });

  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer(
    {
      schema,
      roots: { subscription: root.fields },
      context: ({ connectionParams }) => callerOf(connectionParams?.['authorization']) as unknown as Record<string, unknown>,
      onConnect: ({ connectionParams }) => {
        try {
          callerOf(connectionParams?.['authorization']);
          return true;
        } catch {
          return false;
        }
      },
      onNext: ({ extra }) => {
        if (faults.socketLife > 0 && --faults.socketLife === 0) setImmediate(() => (extra as { socket: { terminate: () => void } }).socket.terminate());
      },
    },
    sockets,
  );
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    world,
    faults,
    requests,
    forgetRequests: () => void (requests.length = 0),
    approveDevices: (handle) => {
      for (const device of root.devices.values()) device.approvedBy = handle;
    },
    openPartStore: async () => (partStore = await startPartStore()),
    closePartStore: async () => {
      await partStore?.close();
      partStore = null;
    },
    stop: async () => {
      await partStore?.close();
      for (const client of sockets.clients) client.terminate();
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
