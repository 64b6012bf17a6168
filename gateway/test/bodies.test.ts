import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openGateway, type OpenGateway } from './shop.ts';

async function opened(gateway: Parameters<typeof openGateway>[0] = {}): Promise<OpenGateway> {
  const open = await openGateway(gateway);
  onTestFinished(() => open.close());
  return open;
}

interface Held {
  readonly socket: Socket;
  /** All that came back until the peer closed. */
  readonly answer: Promise<string>;
}

/** Sends a request as far as it goes. */
async function hold({ url }: OpenGateway, text: string, address = '127.0.0.1'): Promise<Held> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress: address });
  onTestFinished(() => void socket.destroy());
  let came = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (data) => (came += String(data)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(came));
  });
  await once(socket, 'connect');
  socket.write(text);
  return { socket, answer };
}
const head = (path: string, length: number): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

describe('a body that is kept until it is whole', () => {
  it('has so long for all of it, however steadily it comes', async () => {
    const open = await opened({ gateway: { bodies: { timeMs: 200, bytesPerSecond: 0, everyMs: 10 } } });
    const { socket, answer } = await hold(open, head('/graphql', 900_000));
    const dripping = setInterval(() => socket.write(' '.repeat(1_000)), 5);
    const text = await answer;
    clearInterval(dripping);

    expect([statusOf(text), text.includes('BAD_USER_INPUT')]).toEqual([408, true]);
  });

  it('comes at a least rate once it has begun', async () => {
    const open = await opened({ gateway: { bodies: { graceMs: 50, bytesPerSecond: 1_000_000, everyMs: 10 } } });
    const { answer } = await hold(open, `${head('/graphql', 900_000)}{"query"`);
    expect(statusOf(await answer)).toBe(408);
  });

  it('is bounded on every route that says nothing else', async () => {
    const open = await opened({
      gateway: { bodies: { timeMs: 50, everyMs: 10 }, plugins: [async (app) => void app.post('/webhooks/one', async () => 'taken')] },
    });
    const { answer } = await hold(open, head('/webhooks/one', 10));
    expect(statusOf(await answer)).toBe(408);
  });

  it('finds room with all others, or is told when to come again; what was let go is room again', async () => {
    const open = await opened({ gateway: { bodies: { heldBytes: 1_000_000, heldBytesByAddress: 1_000_000 } } });
    const first = await hold(open, head('/graphql', 700_000) + ' '.repeat(699_995));
    const second = await hold(open, head('/graphql', 700_000) + ' '.repeat(699_995), '127.0.0.2');
    const refused = await Promise.race([first.answer, second.answer]);

    expect(statusOf(refused)).toBe(503);
    expect(refused.toLowerCase()).toContain('retry-after: 5');
    expect(refused).toContain('RATE_LIMITED');

    first.socket.destroy();
    second.socket.destroy();
    await Promise.all([first.answer, second.answer]);
    await expect.poll(async () => (await open.ask('{ whoami }', { variables: { padding: 'x'.repeat(900_000) } })).status).toBe(200);
  });

  it('of one address does not take the room of others', async () => {
    const open = await opened({ gateway: { bodies: { heldBytes: 2_000_000, heldBytesByAddress: 500_000 } } });
    const greedy = await hold(open, head('/graphql', 700_000) + ' '.repeat(600_000), '127.0.0.2');
    expect(statusOf(await greedy.answer)).toBe(503);
    expect((await open.ask('{ whoami }', { variables: { padding: 'x'.repeat(400_000) } })).status).toBe(200);
  });
});

describe('a body that is streamed', () => {
  it('may take its time as long as something comes, and is cut off when it falls silent', async () => {
    const silenceMs = 300;
    const open = await opened({
      graph: { ownedRoutes: [{ prefixes: ['/v2'], origin: 'http://127.0.0.1:1' }] },
      gateway: {
        bodies: { timeMs: 50, silenceMs, everyMs: 10 },
        plugins: [
          async (app) => {
            app.removeAllContentTypeParsers();
            app.addContentTypeParser('*', (_request, _payload, done) => done(null));
            app.post('/stream', { config: { streamsBody: true } }, async (request) => {
              for await (const _ of request.raw);
              return 'all of it';
            });
          },
        ],
      },
    });
    const startedAt = performance.now();
    const { socket, answer } = await hold(open, head('/stream', 1_000_000));
    let writtenAt = startedAt;
    const dripping = setInterval(() => {
      if (writtenAt - startedAt > 3 * silenceMs) return;
      writtenAt = performance.now();
      socket.write(' ');
    }, 20);
    expect(await answer).toBe('');
    clearInterval(dripping);
    expect(writtenAt - startedAt).toBeGreaterThan(3 * silenceMs);
  });
});

describe('connections', () => {
  it('of one address are bounded, those of a trusted proxy are not, and one that ends makes room', async () => {
    const open = await opened({ gateway: { connections: { byAddress: 3 }, trustProxy: ['127.0.0.9'] } });
    const idle = await Promise.all(Array.from({ length: 3 }, () => hold(open, 'GET', '127.0.0.2')));
    expect(await (await hold(open, 'GET', '127.0.0.2')).answer).toBe('');

    const get = 'GET /docs/http HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    expect(statusOf(await (await hold(open, get, '127.0.0.3')).answer)).toBe(200);
    await Promise.all(Array.from({ length: 5 }, () => hold(open, 'GET', '127.0.0.9')));
    expect(statusOf(await (await hold(open, get, '127.0.0.9')).answer)).toBe(200);

    idle[0]!.socket.destroy();
    await idle[0]!.answer;
    await expect.poll(async () => statusOf(await (await hold(open, get, '127.0.0.2')).answer)).toBe(200);
  });
});
