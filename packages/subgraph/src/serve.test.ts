import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { anonymous, type Principal } from '@gati/authority';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeExecutable } from './executable.ts';
import { createInternalTokens, identityHeader } from './internal-token.ts';
import type { Logger } from './logger.ts';
import { defineSubgraph, type SubgraphRequest } from './module.ts';
import { serveSubgraph, type SubgraphServer } from './serve.ts';

const secret = 'the secret of an installation';
const publicUrl = 'https://registry.example';
const logger: Logger = { error() {}, warn() {}, info() {}, debug() {} };
const { mintInternalToken } = createInternalTokens({ secret });
const alice: Principal = { kind: 'user', accountId: '1', handle: 'alice', sessionId: 's', apiKeyId: null, scopes: new Set(['read'] as const), limitedTo: null };

let given = 0;
let open = 0;
const module = defineSubgraph<SubgraphRequest>({
  name: 'people',
  typeDefs: 'type Query { me: String id: String } type Subscription { states: Int whoAmI: String }',
  resolvers: {
    Query: {
      me: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => (principal.kind === 'anonymous' ? null : principal.handle),
      id: (_: unknown, _args: unknown, { requestId }: SubgraphRequest) => requestId,
    },
    Subscription: {
      states: {
        subscribe: (): AsyncIterableIterator<number> => {
          open++;
          const stream: AsyncIterableIterator<number> = {
            [Symbol.asyncIterator]: () => stream,
            next: async () => ({ done: false, value: ++given }),
            return: async () => {
              open--;
              return { done: true, value: undefined };
            },
          };
          return stream;
        },
        resolve: (state: number) => state,
      },
      whoAmI: {
        subscribe: async function* () {
          yield 1;
        },
        resolve: (_: unknown, _args: unknown, { principal }: SubgraphRequest) => (principal.kind === 'anonymous' ? null : principal.handle),
      },
    },
  },
  contextFor: (request) => request,
});

let server: SubgraphServer;
beforeAll(async () => {
  server = await serveSubgraph({
    executable: makeExecutable(module, { publicUrl, logger }),
    port: 0,
    host: '127.0.0.1',
    secret,
    publicUrl,
    logger,
    plugins: [async (app) => void app.get('/health/live', async () => ({ status: 'ok' })), async (app) => void app.get('/v2/*', async ({ ip }) => ip)],
  });
});
afterAll(() => server.close());

const post = async (body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  return { status: response.status, body: (await response.json()) as { data?: unknown; errors?: { extensions: Record<string, unknown> }[] } };
};
const token = (): Record<string, string> => ({ [identityHeader]: mintInternalToken(alice) });

describe('a subgraph on a port of its own', () => {
  it('answers whom the gateway names, nobody included', async () => {
    expect(await post('{"query":"{ me }"}', token())).toEqual({ status: 200, body: { data: { me: 'alice' } } });
    expect(await post('{"query":"{ me }"}', { [identityHeader]: mintInternalToken(anonymous) })).toEqual({ status: 200, body: { data: { me: null } } });
  });

  it('does not take a missing token for nobody', async () => {
    const { status, body } = await post('{"query":"{ me }"}');
    expect(status).toBe(401);
    expect(body.data).toBeUndefined();
    expect(body.errors![0]!.extensions).toMatchObject({ code: 'UNAUTHENTICATED', docsUrl: `${publicUrl}/errors/UNAUTHENTICATED` });
  });

  it('keeps the request’s id', async () => {
    expect((await post('{"query":"{ id }"}', { ...token(), 'x-request-id': 'request-12345' })).body).toEqual({ data: { id: 'request-12345' } });
  });

  it.each([
    ['no JSON', '{', 400],
    ['a list', '[]', 400],
    ['no query', '{}', 400],
    ['variables that are a list', '{"query":"{ me }","variables":[]}', 400],
    ['a name that is a number', '{"query":"{ me }","operationName":1}', 400],
  ])('refuses %s', async (_what, body, status) => {
    const answer = await post(body, token());
    expect([answer.status, answer.body.errors![0]!.extensions['code']]).toEqual([status, 'BAD_USER_INPUT']);
  });

  it('has the routes it was given beside it', async () => {
    expect(await (await fetch(`${server.url}/health/live`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${server.url}/v2/x`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).text()).toBe('203.0.113.9');
  });
});

/** A socket that is through with its initialisation, and its messages as they come. */
async function connect(parameters: object, path = '/graphql') {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws');
  const messages: { type: string; id?: string; payload?: { data?: unknown }[] & { data?: unknown } }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as (typeof messages)[number]));
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: parameters }));
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
  await Promise.race([closed, settle()]);
  return { socket, messages, closed, settle, send: (message: object) => socket.send(JSON.stringify(message)) };
}

describe('its sockets', () => {
  it('open for the gateway only', async () => {
    for (const parameters of [{}, { authorization: 'Bearer alice' }, { [identityHeader]: 'forged' }, { 'x-user-id': 'admin' }])
      expect(await (await connect(parameters)).closed).toBe(4403);
    const elsewhere = new WebSocket(`${server.url.replace('http', 'ws')}/v2/x`, 'graphql-transport-ws');
    elsewhere.on('error', () => undefined);
    const [, response] = (await once(elsewhere, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
  });

  it('want an identity for each subscription, and give each its own', async () => {
    const { socket, messages, send, settle } = await connect(token());
    const query = 'subscription { whoAmI }';
    send({ type: 'subscribe', id: '1', payload: { query } });
    send({ type: 'subscribe', id: '2', payload: { query, extensions: token() } });
    send({ type: 'subscribe', id: '3', payload: { query, extensions: { [identityHeader]: mintInternalToken(anonymous) } } });
    await settle();
    expect(messages.filter(({ type }) => type !== 'complete').slice(1)).toMatchObject([
      { id: '1', type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      { id: '2', type: 'next', payload: { data: { whoAmI: 'alice' } } },
      { id: '3', type: 'next', payload: { data: { whoAmI: null } } },
    ]);
    socket.terminate();
  });

  it('send an event when it is asked for, where the reader wants it so, and nothing is taken from the source before', async () => {
    const { socket, messages, send, settle } = await connect(token());
    const events = (): number => messages.filter(({ type }) => type === 'next').length;
    given = 0;
    send({ type: 'subscribe', id: '1', payload: { query: 'subscription { states }', extensions: { ...token(), demand: true } } });
    await settle();
    expect([events(), given]).toEqual([1, 1]);
    send({ type: 'pong', payload: { demand: '1' } });
    await settle();
    expect([events(), given]).toEqual([2, 2]);
    send({ type: 'pong', payload: { demand: 'another' } });
    send({ type: 'pong' });
    await settle();
    expect(events()).toBe(2);
    expect(open).toBe(1);
    send({ type: 'complete', id: '1' });
    await settle();
    expect(open).toBe(0);
    socket.terminate();
  });

  it('release their sources when they break', async () => {
    const { socket, send, settle } = await connect(token());
    send({ type: 'subscribe', id: '1', payload: { query: 'subscription { states }', extensions: { ...token(), demand: true } } });
    await settle();
    expect(open).toBe(1);
    socket.terminate();
    await settle();
    expect(open).toBe(0);
  });
});

it('asks who sends a body before it takes it in', async () => {
  const socket = connectPlain(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 8000000\r\n\r\n{');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(String(answer)).toContain('UNAUTHENTICATED');
});
