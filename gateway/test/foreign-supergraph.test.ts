import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, subscribe, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeSupergraph, createGateway, type Gateway } from '../src/index.ts';
import { silentLogger } from './silent-logger.ts';
import { connect } from './socket-client.ts';

/** Two subgraphs of somebody else's: plain GraphQL servers that know nothing of the registry. */

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const books = `${link}
  type Query { book(id: ID!): Book whoAsks: String broken: String }
  type Subscription { pages(to: Int!): Int authorOf(id: ID!): Book whoFollows: String }
  type Book @key(fields: "id") { id: ID! title: String! }`;
const writers = `${link}
  type Book @key(fields: "id") { id: ID! writer: String }`;

interface Context {
  readonly authorization: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}
const seen: Context[] = [];

async function serve(schema: GraphQLSchema): Promise<{ server: Server; url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
      const contextValue: Context = { authorization: request.headers.authorization, headers: request.headers };
      seen.push(contextValue);
      void graphql({ schema, source: query, variableValues: variables, contextValue }).then((result) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new WebSocketServer({ server, path: '/query' });
  const disposable = useServer(
    { schema, subscribe, context: ({ connectionParams }) => ({ authorization: connectionParams?.['authorization'], headers: { ...connectionParams } }) },
    sockets,
  );
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/query`,
    close: async () => {
      await disposable.dispose();
      server.closeAllConnections();
      server.close();
    },
  };
}

let gateway: Gateway;
let url: string;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const bookSchema = buildSubgraphSchema({
    typeDefs: parse(books),
    resolvers: {
      Query: {
        book: (_: unknown, { id }: { id: string }) => ({ id, title: `Book ${id}` }),
        whoAsks: (_: unknown, _args: unknown, { authorization }: Context) => authorization ?? null,
        broken: () => {
          throw Object.assign(new Error('their own words'), { extensions: { code: 'THEIR_CODE', hint: 'theirs', stacktrace: ['at secret.js'] } });
        },
      },
      Subscription: {
        pages: {
          subscribe: async function* (_: unknown, { to }: { to: number }) {
            for (let page = 1; page <= to; page++) yield { pages: page };
          },
        },
        authorOf: {
          subscribe: async function* (_: unknown, { id }: { id: string }) {
            yield { authorOf: { id, title: `Book ${id}` } };
          },
        },
        whoFollows: {
          subscribe: async function* (_: unknown, _args: unknown, { authorization }: Context) {
            yield { whoFollows: authorization ?? null };
          },
        },
      },
      Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `Book ${id}` }) },
    } as never,
  });
  const writerSchema = buildSubgraphSchema({
    typeDefs: parse(writers),
    resolvers: { Book: { __resolveReference: ({ id }: { id: string }) => ({ id }), writer: ({ id }: { id: string }) => `Writer of ${id}` } } as never,
  });
  const [bookServer, writerServer] = await Promise.all([serve(bookSchema), serve(writerSchema)]);
  closing.push(bookServer.close, writerServer.close);
  const supergraphSdl = composeSupergraph([
    { name: 'books', typeDefs: books, url: bookServer.url },
    { name: 'writers', typeDefs: writers, url: writerServer.url },
  ]);
  gateway = await createGateway({
    graph: { kind: 'supergraph', supergraphSdl },
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:4000',
    logger: silentLogger,
  });
  url = await gateway.listen();
});
afterAll(async () => {
  await gateway.close();
  for (const close of closing) await close();
});

const ask = async (query: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] } };
};

describe('any federation-2 supergraph', () => {
  it('is served from the URLs in it', async () => {
    expect(await ask('{ book(id: "7") { title writer } }')).toEqual({ status: 200, body: { data: { book: { title: 'Book 7', writer: 'Writer of 7' } } } });
  });

  it('gets the client’s own Authorization, and no identity of ours', async () => {
    expect((await ask('{ whoAsks }', { authorization: 'Whatever they like' })).body).toEqual({ data: { whoAsks: 'Whatever they like' } });
    expect((await ask('{ whoAsks }')).body).toEqual({ data: { whoAsks: null } });
    expect(seen.flatMap(({ headers }) => Object.keys(headers)).filter((name) => name.startsWith('x-gati'))).toEqual([]);
  });

  it('keeps its own error codes and words, without its stack', async () => {
    const { body } = await ask('{ broken }');
    expect(body.errors![0]).toMatchObject({ message: 'their own words', extensions: { code: 'THEIR_CODE', hint: 'theirs', requestId: expect.any(String) } });
    expect(JSON.stringify(body)).not.toMatch(/secret\.js|stacktrace|serviceName/);
  });

  it('has the same limits', async () => {
    expect((await ask(`{ ${Array.from({ length: 100 }, (_, index) => `a${index}: whoAsks`).join(' ')} }`)).status).toBe(400);
  });

  it('streams every event of a burst, in order, then completes', async () => {
    const client = await connect(url);
    client.subscribe('1', 'subscription { pages(to: 20) }');
    expect(await client.all('1')).toEqual(Array.from({ length: 20 }, (_, index) => ({ data: { pages: index + 1 } })));
    client.subscribe('2', 'subscription { authorOf(id: "3") { title writer } }');
    expect(await client.all('2')).toEqual([{ data: { authorOf: { title: 'Book 3', writer: 'Writer of 3' } } }]);
    await client.close();
  });

  it('hands a socket’s authorization on to the subgraph’s socket, each client’s its own', async () => {
    const clients = await Promise.all(['alice', 'bob'].map((user) => connect(url, { authorization: user })));
    for (const client of clients) client.subscribe('1', 'subscription { whoFollows }');
    expect(await Promise.all(clients.map((client) => client.all('1')))).toEqual([[{ data: { whoFollows: 'alice' } }], [{ data: { whoFollows: 'bob' } }]]);
    for (const client of clients) await client.close();
  });

  it('has nothing of the registry mixed in: no web pages, no routes', async () => {
    for (const path of ['/', '/v2/', '/openapi.json', '/search']) {
      const response = await fetch(`${url}${path}`, { headers: { accept: 'text/html' } });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it('is refused at the start when it is none, or asks for what is not understood', async () => {
    const start = (supergraphSdl: string) =>
      createGateway({ graph: { kind: 'supergraph', supergraphSdl }, port: 0, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:4000', logger: silentLogger });
    await expect(start('type Query { a: Int }')).rejects.toThrow();
    const secured = composeSupergraph([
      {
        name: 'books',
        typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"]) type Query { a: Int @authenticated }`,
      },
    ]);
    await expect(start(secured)).rejects.toThrow(/SECURITY/);
  });
});
