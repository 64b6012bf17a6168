import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Breaker, ClientGone, NotAsked } from '../src/sources/breaker.ts';
import { openGateway, type OpenGateway } from './shop.ts';

let open: OpenGateway;
let hole: Server | undefined;
afterEach(async () => {
  await open?.close();
  hole?.closeAllConnections();
  hole?.close();
  hole = undefined;
});

const query = '{ good(id: "g1") { name ratedBy ratings(first: 1) { stars by { name } } } }';

describe('a subgraph that is down', () => {
  it('costs its own part: null, one typed error with its place, and the rest of the answer', async () => {
    open = await openGateway({ shape: 'over HTTP' });
    await open.servers.get('ratings')!.close();
    const { status, body } = await open.ask(query);
    expect(status).toBe(200);
    expect(body.data).toEqual({ good: { name: 'Good 1', ratedBy: null, ratings: null } });
    expect(body.errors).toEqual([
      {
        message: 'The part «ratings» cannot be reached now.',
        path: ['good'],
        extensions: {
          code: 'UPSTREAM_UNAVAILABLE',
          details: { what: 'The part «ratings»' },
          suggestions: ['Try again in a moment.'],
          docsUrl: expect.any(String),
          requestId: expect.any(String),
        },
      },
    ]);
  });

  it('fails what needs it at the root, and is asked again when it is back', async () => {
    open = await openGateway({ shape: 'over HTTP' });
    const server = open.servers.get('persons')!;
    const { port } = new URL(server.url);
    await server.close();
    expect((await open.ask('{ me { name } }', { user: 'alice' })).body.errors[0].extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    const { makeExecutable, serveSubgraph } = await import('@gati/subgraph');
    const { publicUrl, secret } = await import('./shop.ts');
    const executable = makeExecutable(open.shop.modules[2]!, { publicUrl, logger: open.logger });
    const back = await serveSubgraph({ executable, port: Number(port), host: '127.0.0.1', secret, publicUrl, logger: open.logger });
    expect((await open.ask('{ me { name } }', { user: 'alice' })).body).toEqual({ data: { me: { name: 'Person account-alice' } } });
    await back.close();
  });

  it.each([
    ['no JSON', 200, 'hello'],
    ['no GraphQL', 200, '{"hello":1}'],
    ['an error of its own', 500, '{"errors":[{"message":"select * from accounts"}]}'],
    ['a refusal of the gateway', 401, '{"errors":[{"message":"who are you"}]}'],
  ])('is one that answers %s', async (_what, status, text) => {
    hole = createServer((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(text)).listen(0, '127.0.0.1');
    await new Promise((resolve) => hole!.once('listening', resolve));
    open = await openAround('persons', `http://127.0.0.1:${(hole.address() as AddressInfo).port}`);
    const { body, text: answer } = await open.ask('{ me { name } whoami }', { user: 'alice' });
    expect(body.data).toEqual({ me: null, whoami: 'alice' });
    expect(body.errors[0].extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(answer).not.toContain('select');
  });
});

/** The shop in process, but for one subgraph that is said to be elsewhere. */
async function openAround(name: string, origin: string): Promise<OpenGateway> {
  const { createShop } = await import('./shop.ts');
  const { makeExecutable } = await import('@gati/subgraph');
  const { silentLogger } = await import('./silent-logger.ts');
  const { publicUrl } = await import('./shop.ts');
  const shop = createShop();
  const subgraphs = shop.modules.map((module) =>
    module.name === name ? { name, typeDefs: module.typeDefs, origin } : { executable: makeExecutable(module, { publicUrl, logger: silentLogger }) },
  );
  return openGateway({ graph: { subgraphs }, gateway: { subgraphTimeoutMs: 300 } });
}

describe('a subgraph that hangs', () => {
  const hanging = async (): Promise<{ asked: () => number }> => {
    let asked = 0;
    hole = createServer(() => void asked++).listen(0, '127.0.0.1');
    await new Promise((resolve) => hole!.once('listening', resolve));
    open = await openAround('ratings', `http://127.0.0.1:${(hole.address() as AddressInfo).port}`);
    return { asked: () => asked };
  };

  it('holds an answer for no longer than its time-out, then costs its own part', async () => {
    await hanging();
    const startedAt = performance.now();
    const { body } = await open.ask(query);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(body.data.good).toEqual({ name: 'Good 1', ratedBy: null, ratings: null });
    expect(body.errors[0].extensions.code).toBe('UPSTREAM_UNAVAILABLE');
  });

  it('leaves the others as fast as they were, and is not asked again and again', async () => {
    const { asked } = await hanging();
    const others: number[] = [];
    const until = performance.now() + 3_000;
    let affected = 0;
    const users = Array.from({ length: 10 }, async (_, index) => {
      while (performance.now() < until) {
        const startedAt = performance.now();
        if (index % 2 === 0) {
          await open.ask(query);
          affected++;
        } else {
          await open.ask('{ good(id: "g1") { name } me { name } }');
          others.push(performance.now() - startedAt);
        }
        await sleep(20);
      }
    });
    await Promise.all(users);
    others.sort((a, b) => a - b);
    expect(others[Math.floor(others.length * 0.95)]!).toBeLessThan(200);
    expect(affected).toBeGreaterThan(50);
    // Five before it counts as down, those that were on their way then, and one for each second.
    expect(asked()).toBeLessThan(25);
  }, 20_000);

  it('is let go when the client leaves', async () => {
    let closed = 0;
    hole = createServer((request) => request.socket.once('close', () => closed++)).listen(0, '127.0.0.1');
    await new Promise((resolve) => hole!.once('listening', resolve));
    open = await openAround('ratings', `http://127.0.0.1:${(hole.address() as AddressInfo).port}`);
    const slow = await openAround('ratings', `http://127.0.0.1:${(hole.address() as AddressInfo).port}`);
    await slow.close();
    const leaving = new AbortController();
    const request = fetch(`${open.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    await sleep(80);
    leaving.abort();
    await expect(request).rejects.toThrow();
    await sleep(80);
    expect(closed).toBe(1);
  });
});

describe('the breaker', () => {
  const failing = async (): Promise<never> => {
    throw new Error('down');
  };

  it('opens after five failures in a row, lets one through a second later, and closes with the first success', async () => {
    let now = 0;
    const changes: boolean[] = [];
    const breaker = new Breaker(
      'goods',
      (isOpen) => changes.push(isOpen),
      () => now,
    );
    for (let index = 0; index < 5; index++) await expect(breaker.run(failing)).rejects.toThrow('down');
    await expect(breaker.run(failing)).rejects.toThrow(NotAsked);
    now += 1_001;
    await expect(breaker.run(failing)).rejects.toThrow('down');
    await expect(breaker.run(async () => 'back')).rejects.toThrow(NotAsked);
    now += 1_001;
    expect(await breaker.run(async () => 'back')).toBe('back');
    expect(await breaker.run(async () => 'still')).toBe('still');
    expect(changes).toEqual([true, false]);
  });

  it('does not blame the subgraph for clients that leave', async () => {
    const breaker = new Breaker(
      'goods',
      () => undefined,
      () => 0,
    );
    for (let index = 0; index < 20; index++) {
      await expect(
        breaker.run(async () => {
          throw new ClientGone('gone');
        }),
      ).rejects.toThrow(ClientGone);
    }
    expect(await breaker.run(async () => 'well')).toBe('well');
  });

  it('does not let requests gather without bound', async () => {
    const breaker = new Breaker(
      'goods',
      () => undefined,
      () => 0,
    );
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const waiting = Array.from({ length: 1_000 }, () => breaker.run(() => held));
    await expect(breaker.run(() => held)).rejects.toThrow(NotAsked);
    release();
    await Promise.all(waiting);
  });
});
