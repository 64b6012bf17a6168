import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openGateway, shapes, type OpenGateway } from './shop.ts';
import { connect, connectRaw, type SocketClient } from './socket-client.ts';

const follow = 'subscription($id: ID!) { priceChanged(id: $id) { name price caller ratedBy ratings(first: 1) { by { name } } } }';

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 10) {
    if (condition()) return;
    await sleep(10);
  }
  throw new Error(`waited in vain: ${what}`);
}

describe.each(shapes)('subscriptions, subgraphs %s', (shape) => {
  let open: OpenGateway;
  const clients: SocketClient[] = [];
  const opened = async (...args: Parameters<typeof connect> extends [string, ...infer Rest] ? Rest : never): Promise<SocketClient> => {
    const client = await connect(open.url, ...args);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    open = await openGateway({ shape });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await open.close();
  });

  it('begin with the present state, join what other subgraphs know to each event, and complete', async () => {
    const client = await opened({ authorization: 'Bearer alice' });
    client.subscribe('1', follow, { id: 'g1' });
    const event = (price: number) => ({
      data: { priceChanged: { name: 'Good 1', price, caller: 'alice', ratedBy: 'alice', ratings: [{ by: { name: 'Person p-g1-0' } }] } },
    });
    expect((await client.next('1')).payload).toEqual(event(101));
    open.shop.setPrice('g1', 7);
    expect((await client.next('1')).payload).toEqual(event(7));
    open.shop.setPrice('g1', -1);
    expect((await client.next('1')).type).toBe('complete');
    expect(open.shop.openSources()).toBe(0);
  });

  it('resume with the present state after the socket was lost', async () => {
    const first = await opened();
    first.subscribe('1', follow, { id: 'g2' });
    await first.next('1');
    first.socket.terminate();
    open.shop.setPrice('g2', 8);
    const second = await opened();
    second.subscribe('1', follow, { id: 'g2' });
    expect((await second.next('1')).payload.data.priceChanged.price).toBe(8);
  });

  it('release their source when the client unsubscribes, and when its socket breaks', async () => {
    const client = await opened();
    for (const id of ['1', '2', '3']) client.subscribe(id, follow, { id: `g${id}` });
    await until(() => open.shop.openSources() === 3, 'three sources');
    client.send({ type: 'complete', id: '2' });
    await until(() => open.shop.openSources() === 2, 'one released');
    client.socket.terminate();
    await until(() => open.shop.openSources() === 0, 'all released');
  });

  it('tell why they cannot start, and leave the socket open', async () => {
    const client = await opened();
    client.subscribe('1', follow, { id: 'none' });
    const [refused] = (await client.all('1')) as { data?: unknown; errors: { message: string; extensions: Record<string, unknown> }[] }[];
    expect(refused!.data).toBeUndefined();
    expect(refused!.errors[0]).toMatchObject({ message: 'There is no good none.', extensions: { code: 'NOT_FOUND', requestId: expect.any(String) } });
    client.subscribe('2', 'subscription { secretChanged { id } }');
    expect(JSON.stringify(await client.all('2'))).toContain('UNAUTHENTICATED');
    client.subscribe('3', follow, { id: 'g3' });
    expect((await client.next('3')).payload.data.priceChanged.name).toBe('Good 3');
  });

  it('end with one masked error when their source dies', async () => {
    const client = await opened();
    client.subscribe('1', 'subscription { failing(after: 2) { name ratings(first: 1) { stars } } }');
    const payloads = (await client.all('1')) as { data?: { failing: { name: string } }; errors?: { extensions: { code: string } }[] }[];
    expect(payloads.at(-1)!.errors![0]!.extensions.code).toBe('INTERNAL');
    expect(JSON.stringify(payloads)).not.toContain('hunter2');
    expect(payloads[0]!.data!.failing.name).toBe('Good 0');
  });

  it('keep the event when a field of another subgraph fails', async () => {
    const client = await opened();
    client.subscribe('1', 'subscription { priceChanged(id: "g1") { price explode } }');
    const { payload } = await client.next('1');
    expect(payload.data).toEqual({ priceChanged: { price: 101, explode: null } });
    expect(payload.errors[0]).toMatchObject({ path: ['priceChanged', 'explode'], extensions: { code: 'RATE_LIMITED' } });
  });

  it('give a reader who stopped reading the newest state, and queue next to nothing for it', async () => {
    const client = await opened();
    client.subscribe('1', 'subscription { priceChanged(id: "g1") { price padding(bytes: 200000) } }');
    await client.next('1');
    client.socket.pause();
    const changes = 400;
    for (let price = 1; price <= changes; price++) {
      open.shop.setPrice('g1', price);
      await sleep(1);
    }
    client.socket.resume();
    let received = 0;
    for (;;) {
      const { payload } = await client.next('1');
      received++;
      if (payload.data.priceChanged.price === changes) break;
    }
    // What the kernel's buffers took before they were full, and then the newest.
    expect(received).toBeLessThan(changes / 2);
  }, 30_000);

  it('reach fifty followers alike and in order', async () => {
    const client = await opened();
    for (let index = 0; index < 50; index++) client.subscribe(String(index), 'subscription { priceChanged(id: "g5") { price ratings(first: 1) { stars } } }');
    for (let index = 0; index < 50; index++) await client.next(String(index));
    for (let price = 1; price <= 5; price++) {
      open.shop.setPrice('g5', price);
      for (let index = 0; index < 50; index++) expect((await client.next(String(index))).payload.data.priceChanged.price).toBe(price);
    }
  });

  it('carry an identity minted anew for each event: a follower of an hour is still known', async () => {
    const client = await opened({ authorization: 'Bearer alice' });
    client.subscribe('1', follow, { id: 'g1' });
    await client.next('1');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    open.shop.setPrice('g1', 5);
    const { payload } = await client.next('1');
    vi.useRealTimers();
    expect(payload).toEqual({
      data: { priceChanged: { name: 'Good 1', price: 5, caller: 'alice', ratedBy: 'alice', ratings: [{ by: { name: 'Person p-g1-0' } }] } },
    });
  });

  it('end with the session that opened the socket, and no other', async () => {
    const alice = await opened({ authorization: 'Bearer alice' });
    const bob = await opened({ authorization: 'Bearer bob' });
    for (const client of [alice, bob]) client.subscribe('1', follow, { id: 'g1' });
    await Promise.all([alice.next('1'), bob.next('1')]);
    open.withdrawn.add('alice');
    const withdrawnAt = performance.now();
    expect(await alice.closed()).toEqual({ code: 4401, reason: 'The session has ended' });
    expect(performance.now() - withdrawnAt).toBeLessThan(5_000);
    open.shop.setPrice('g1', 9);
    expect((await bob.next('1')).payload.data.priceChanged).toMatchObject({ price: 9, caller: 'bob' });
    await until(() => open.shop.openSources() === 1, "alice's source released");
  });
});

describe('a socket', () => {
  let open: OpenGateway;
  const clients: SocketClient[] = [];
  const opened = async (parameters?: object, headers?: Record<string, string>): Promise<SocketClient> => {
    const client = await connect(open.url, parameters, headers);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    open = await openGateway({ gateway: { sockets: { initTimeoutMs: 200, operationsPerSocket: 3 } } });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await open.close();
  });
  const whoami = async (client: SocketClient): Promise<unknown> => {
    client.subscribe('who', '{ whoami }');
    return ((await client.all('who')) as { data: { whoami: unknown } }[])[0]!.data.whoami;
  };

  it('is opened by a token, by a ticket, or by nobody', async () => {
    expect(await whoami(await opened({ authorization: 'Bearer alice' }))).toBe('alice');
    expect(await whoami(await opened({ ticket: 'ticket-bob' }))).toBe('bob');
    expect(await whoami(await opened())).toBeNull();
  });

  it('does not look at cookies or headers of the upgrade', async () => {
    expect(await whoami(await opened({}, { cookie: 'session=alice', authorization: 'Bearer alice', 'x-user-id': 'alice' }))).toBeNull();
  });

  it.each([
    ['credentials that do not count', { authorization: 'Bearer expired' }],
    ['a ticket that was used', { ticket: 'used' }],
  ])('is closed for %s', async (_what, parameters) => {
    const client = await connectRaw(open.url);
    client.send({ type: 'connection_init', payload: parameters });
    expect((await client.closed()).code).toBe(4403);
  });

  it('executes nothing before it is initialised, and does not wait for that for ever', async () => {
    const hasty = await connectRaw(open.url);
    hasty.subscribe('1', '{ whoami }');
    expect((await hasty.closed()).code).toBe(4401);
    const silent = await connectRaw(open.url);
    expect((await silent.closed()).code).toBe(4408);
    expect(open.shop.totalCalls()).toBe(0);
  });

  it('serves queries and mutations with the same errors as HTTP', async () => {
    const client = await opened({ authorization: 'Bearer alice' });
    client.subscribe('1', 'mutation { setPrice(id: "g1", price: 3) { price ratedBy } }');
    expect(await client.all('1')).toEqual([{ data: { setPrice: { price: 3, ratedBy: 'alice' } } }]);
    client.subscribe('2', '{ boom }');
    const [answer] = (await client.all('2')) as { data: unknown; errors: { extensions: object }[] }[];
    expect(answer!.data).toEqual({ boom: null });
    expect(Object.keys(answer!.errors[0]!.extensions).sort()).toEqual(['code', 'details', 'docsUrl', 'requestId', 'suggestions']);
  });

  it.each([
    ['an unknown field', 'subscription { nothing }', {}],
    ['no syntax', 'subscription {', {}],
    ['two root fields', 'subscription { a: priceChanged(id: "g1") { id } b: priceChanged(id: "g2") { id } }', {}],
    ['a variable of the wrong kind', 'subscription($id: ID!) { priceChanged(id: $id) { id } }', { id: { no: 'id' } }],
    ['a condition on its root field', 'subscription($yes: Boolean!) { priceChanged(id: "g1") @include(if: $yes) { id } }', { yes: true }],
    ['a page of a million', 'subscription { priceChanged(id: "g1") { kin(first: 1000000) { kin(first: 100) { id } } } }', {}],
    ['fields 20 deep', `subscription { priceChanged(id: "g1") { ${'kin { '.repeat(20)}id${' }'.repeat(20)} } }`, {}],
  ])('refuses an operation with %s, and stays open', async (_what, query, variables) => {
    const client = await opened();
    client.subscribe('1', query, variables);
    const message = await client.next('1');
    expect(message.type).toBe('error');
    expect(message.payload[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(open.shop.totalCalls()).toBe(0);
    expect(await whoami(client)).toBeNull();
  });

  it('carries a bounded number of operations', async () => {
    const client = await opened();
    for (const id of ['1', '2', '3']) client.subscribe(id, follow, { id: 'g1' });
    for (const id of ['1', '2', '3']) await client.next(id, 'next');
    client.subscribe('4', follow, { id: 'g1' });
    expect((await client.next('4')).payload[0].extensions.code).toBe('BAD_USER_INPUT');
    client.send({ type: 'complete', id: '1' });
    await sleep(20);
    client.subscribe('5', follow, { id: 'g1' });
    expect((await client.next('5')).type).toBe('next');
  });

  it('is refused where there are too many', async () => {
    const few = await openGateway({ gateway: { sockets: { sockets: 1 } } });
    const first = await connect(few.url);
    await expect(connect(few.url)).rejects.toThrow('503');
    await first.close();
    await few.close();
  });

  it('ends with «going away» when the gateway closes', async () => {
    const closing = await openGateway();
    const client = await connect(closing.url);
    client.subscribe('1', follow, { id: 'g1' });
    await client.next('1');
    await closing.close();
    expect((await client.closed()).code).toBe(1001);
    expect(closing.shop.openSources()).toBe(0);
  });

  it('survives nonsense that ends other sockets', async () => {
    const bystander = await opened();
    const rude = await connectRaw(open.url);
    rude.socket.send('no JSON');
    expect((await rude.closed()).code).toBe(4400);
    const loud = await connectRaw(open.url);
    loud.socket.send('x'.repeat(300_000));
    expect((await loud.closed()).code).toBe(1009);
    expect(await whoami(bystander)).toBeNull();
  });
});

describe('a subgraph that is killed while it is followed', () => {
  it('ends its subscriptions with UPSTREAM_UNAVAILABLE, and leaves the others', async () => {
    const open = await openGateway({ shape: 'over HTTP' });
    const client = await connect(open.url);
    client.subscribe('1', follow, { id: 'g1' });
    await client.next('1');
    await open.servers.get('ratings')!.close();
    open.shop.setPrice('g1', 4);
    const event = await client.next('1');
    expect(event.payload.data.priceChanged).toMatchObject({ price: 4, ratedBy: null, ratings: null });
    expect(event.payload.errors[0]).toMatchObject({ path: ['priceChanged'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } });

    await open.servers.get('goods')!.close();
    const [last] = (await client.all('1')) as { errors: { extensions: { code: string } }[] }[];
    expect(last!.errors[0]!.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    client.subscribe('2', follow, { id: 'g1' });
    expect(JSON.stringify(await client.all('2'))).toContain('UPSTREAM_UNAVAILABLE');
    client.subscribe('3', '{ me { name } }');
    expect(await client.all('3')).toEqual([{ data: { me: null } }]);
    await client.close();
    await open.close();
  });
});
