import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from '@gati/errors';
import { buildSchema, execute, type ExecutionResult, GraphQLError, type GraphQLSchema, graphql, parse, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createAccounts } from './accounts.ts';
import { createJobs } from './jobs.ts';
import { createResolvers, type FakeContext } from './resolvers.ts';
import { makeArtifacts, pushedArtifact } from './world.ts';

/** A registry that knows its world by heart: GraphQL over HTTP and WebSocket on one port, everything else passed on to the web server, as the gateway does.
 *  @param webPort  where the web server listens on loopback; asked at every request, so it may start later */
export async function startFakeRegistry({ port = 0, webPort }: { port?: number; webPort: () => number }) {
  const settings = { accessLifetimeMs: 15 * 60 * 1000 };
  const accounts = createAccounts(settings);
  const jobs = createJobs();
  const artifacts = makeArtifacts();
  const { root, subscriptions } = createResolvers({ artifacts, accounts, jobs });
  const schema = executableSchema(subscriptions);
  const operations: string[] = [];
  let isDown = false;

  const answer = async (body: string, authorization: string | undefined): Promise<unknown> => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    operations.push(/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '');
    try {
      const contextValue: FakeContext = { handle: accounts.authenticate(authorization), authorization };
      return masked(await graphql({ schema, source: query, rootValue: root, variableValues: variables, contextValue }));
    } catch (error) {
      return masked({ errors: [asGraphQL(error)] });
    }
  };

  const server = createServer((incoming, outgoing) => {
    if (incoming.url !== '/graphql') return passOn(incoming, outgoing, webPort());
    if (isDown) return void outgoing.writeHead(503).end();
    void readBody(incoming).then(async (body) => {
      const result = await answer(body, incoming.headers.authorization);
      outgoing.writeHead(200, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(result));
    });
  });

  const sockets = new WebSocketServer({ noServer: true });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('upgrade', (incoming, socket, head) => {
    const from = incoming.headers.origin;
    if (incoming.url !== '/graphql' || isDown || (from !== undefined && from !== origin())) return void socket.destroy();
    sockets.handleUpgrade(incoming, socket, head, (opened) => sockets.emit('connection', opened, incoming));
  });
  useServer(
    {
      schema,
      context: ({ connectionParams }): FakeContext => {
        const ticket = connectionParams?.['ticket'];
        const authorization = connectionParams?.['authorization'];
        if (typeof authorization === 'string') return { handle: accounts.authenticate(authorization), authorization };
        return { handle: holders.get(connectionParams ?? {}) ?? null, authorization: typeof ticket === 'string' ? ticket : undefined };
      },
      onConnect: ({ connectionParams }) => {
        const ticket = connectionParams?.['ticket'];
        if (ticket === undefined) return true;
        const handle = accounts.tickets.redeem(String(ticket));
        if (handle !== null) holders.set(connectionParams ?? {}, handle);
        return handle !== null;
      },
      // Ours, because test runners load a second copy of graphql for their own modules.
      execute,
      parse,
      subscribe,
      validate,
      onSubscribe: (_, __, payload) => void operations.push(/subscription (\w+)/.exec(payload.query)?.[1] ?? ''),
    },
    sockets,
  );

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const find = (name: string, number: string) => {
    const artifact = artifacts.find((candidate) => candidate.name === name);
    const version = artifact?.versions.find((candidate) => candidate.version === number);
    if (!artifact || !version) throw new Error(`The fake world has no ${name}@${number}.`);
    return { artifact, version };
  };

  return {
    url: origin(),
    port: (server.address() as AddressInfo).port,
    settings,
    /** Names of the operations asked so far. */
    operations,
    accounts,
    /** Pushes version 1.0.0 of a new artifact, which is staged then. */
    push: (name: string): void => void artifacts.push(pushedArtifact(name)),
    setScan: (name: string, version: string, state: Parameters<typeof jobs.setScan>[2]): void => {
      const found = find(name, version);
      jobs.setScan(found.artifact, found.version, state);
    },
    setIndex: (name: string, version: string, state: Parameters<typeof jobs.setIndex>[2]): void => {
      const found = find(name, version);
      jobs.setIndex(found.artifact, found.version, state);
    },
    /** Takes GraphQL away and gives it back; open sockets are cut. */
    setDown: (down: boolean): void => {
      isDown = down;
      if (down) for (const socket of sockets.clients) socket.terminate();
    },
    stop: async (): Promise<void> => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type FakeRegistry = Awaited<ReturnType<typeof startFakeRegistry>>;

/** Whom an accepted ticket belongs to, by the connection's parameters. */
const holders = new WeakMap<object, string>();

type Subscriptions = ReturnType<typeof createResolvers>['subscriptions'];

function executableSchema(subscriptions: Subscriptions): GraphQLSchema {
  const schema = buildSchema(readFileSync(new URL('../../../gateway/api.graphql', import.meta.url), 'utf8'));
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  for (const [name, subscribe] of Object.entries(subscriptions)) {
    const field = fields[name];
    if (!field) throw new Error(`The API has no subscription ${name}.`);
    field.subscribe = (_, args, context) => {
      try {
        return (subscribe as (args: unknown, context: FakeContext) => unknown)(args, context as FakeContext);
      } catch (error) {
        throw asGraphQL(error);
      }
    };
  }
  return schema;
}

function asGraphQL(error: unknown): GraphQLError {
  const { code, message, details, suggestions } = refusalOf(error);
  return new GraphQLError(message, { extensions: { code, details, suggestions, docsUrl: `/errors/${code}`, requestId: 'req-4f2a91' } });
}

/** Errors as the gateway shows them: code, advice and request id, nothing from inside. */
function masked({ data, errors }: ExecutionResult): object {
  const shown = errors?.map((error) => ({
    ...asGraphQL(error.originalError ?? error).toJSON(),
    ...(error.extensions['code'] ? error.toJSON() : {}),
    ...(error.path ? { path: error.path } : {}),
  }));
  return { ...(data === undefined ? {} : { data }), ...(shown ? { errors: shown } : {}) };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const headers = { ...incoming.headers, 'x-forwarded-host': incoming.headers.host ?? '', 'x-gati-visitor': '203.0.113.7 sealed' };
  const onward = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.headersSent || outgoing.writeHead(502).end());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
