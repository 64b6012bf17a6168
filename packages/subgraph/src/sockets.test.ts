import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { makeServer } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import { closeSockets, createSocketServer, openSocket, socketLimits, type SocketLimits } from './sockets.ts';

let server: Server;
let stop: () => Promise<void>;
afterEach(async () => {
  await stop();
  server.close();
});

/** A server whose every subscription gives one event of 200 kB and then nothing. */
async function listen(limits: Partial<SocketLimits>): Promise<string> {
  const bounds: SocketLimits = { ...socketLimits, ...limits };
  const schema = buildSchema('type Query { a: Int } type Subscription { big: String }');
  const sockets = createSocketServer(bounds);
  const protocol = makeServer<Record<string, unknown>, Record<string, never>>({
    schema,
    subscribe: () => {
      let given = 0;
      const stream: AsyncIterableIterator<{ data: { big: string } }> = {
        [Symbol.asyncIterator]: () => stream,
        next: () => (given++ === 0 ? Promise.resolve({ done: false, value: { data: { big: 'x'.repeat(200_000) } } }) : new Promise(() => undefined)),
        return: async () => ({ done: true, value: undefined }),
      };
      return stream;
    },
  });
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => openSocket(protocol, opened, {}, bounds, { error() {}, warn() {}, info() {}, debug() {} }));
  });
  stop = () => closeSockets(sockets);
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', (code) => resolve(code)));

describe('a socket', () => {
  it('is cut off when its peer answers no ping, and kept when it does', async () => {
    const url = await listen({ keepAliveMs: 40 });
    const dead = new WebSocket(url, 'graphql-transport-ws', { autoPong: false });
    const alive = new WebSocket(url, 'graphql-transport-ws');
    const startedAt = performance.now();
    expect(await closed(dead)).toBe(1006);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  it('is ended when more waits for its reader than may', async () => {
    const url = await listen({ bufferedBytes: 1_000_000 });
    const socket = new WebSocket(url, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.pause();
    for (let id = 0; id < 200; id++) socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload: { query: 'subscription { big }' } }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.resume();
    expect(await closed(socket)).toBe(1013);
  });

  it('is ended when its message is too long, or its protocol another', async () => {
    const url = await listen({ messageSizeBytes: 1_000 });
    const loud = new WebSocket(url, 'graphql-transport-ws');
    await once(loud, 'open');
    loud.send('x'.repeat(2_000));
    expect(await closed(loud)).toBe(1009);
    const old = new WebSocket(url);
    expect(await closed(old)).toBe(4406);
  });
});
