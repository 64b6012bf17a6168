import { once } from 'node:events';
import { WebSocket } from 'ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openGateway, type OpenGateway, type OpenOptions } from './shop.ts';
import { connect, connectRaw, type SocketClient } from './socket-client.ts';

const follow = 'subscription($id: ID!) { priceChanged(id: $id) { price } }';

async function opened(options: OpenOptions = {}): Promise<OpenGateway> {
  const open = await openGateway(options);
  onTestFinished(() => open.close());
  return open;
}

/** The status with which an upgrade is refused. */
async function refusalOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; headers: Record<string, string> }];
  expect(response.headers['retry-after']).toBe('5');
  return response.statusCode;
}
async function subscribed(client: SocketClient, id: string): Promise<unknown> {
  client.subscribe(id, follow, { id: 'g1' });
  const { type, payload } = await client.next(id);
  return type === 'next' && !payload.errors ? 'open' : (payload.errors ?? payload)[0].extensions.code;
}

describe('sockets', () => {
  it('of one address are bounded; one that closes makes room', async () => {
    const { url } = await opened({ gateway: { sockets: { socketsByAddress: 3 } } });
    const [first] = await Promise.all(Array.from({ length: 3 }, () => connectRaw(url)));
    expect(await refusalOf(url)).toBe(429);
    await first!.close();
    await expect.poll(() => connectRaw(url).then(() => 'open')).toBe('open');
  });

  it('count for the address behind a trusted proxy, and for nobody else’s word', async () => {
    const forwarded = (address: string) => ({ 'x-forwarded-for': address });
    const behind = await opened({ gateway: { sockets: { socketsByAddress: 1 }, trustProxy: ['127.0.0.1'] } });
    await connectRaw(behind.url, forwarded('192.0.2.1'));
    await connectRaw(behind.url, forwarded('192.0.2.2'));
    expect(await refusalOf(behind.url, forwarded('192.0.2.1'))).toBe(429);

    const alone = await opened({ gateway: { sockets: { socketsByAddress: 1 } } });
    await connectRaw(alone.url, forwarded('192.0.2.1'));
    expect(await refusalOf(alone.url, forwarded('192.0.2.2'))).toBe(429);
  });

  it('charge the address behind a trusted proxy', async () => {
    const charged: string[] = [];
    const open = await opened({ gateway: { trustProxy: ['127.0.0.1'], charge: async (_principal, _cost, address) => void charged.push(address) } });
    const client = await connect(open.url, {}, { 'x-forwarded-for': '192.0.2.7' });
    await subscribed(client, 'a');
    expect(charged).toEqual(['192.0.2.7']);
  });

  it('of one account are bounded, from wherever they come', async () => {
    const { url } = await opened({ gateway: { sockets: { socketsByAccount: 2 } } });
    const parameters = { authorization: 'Bearer ada' };
    const [first] = await Promise.all([connect(url, parameters), connect(url, parameters)]);
    const refused = await connectRaw(url);
    refused.send({ type: 'connection_init', payload: parameters });
    expect((await refused.closed()).code).toBe(1013);
    await connect(url, { authorization: 'Bearer grace' });
    await first!.close();
    await expect.poll(() => connect(url, parameters).then(() => 'open')).toBe('open');
  });
});

describe('subscriptions', () => {
  it('of one account are bounded over all its sockets; one that ends makes room', async () => {
    const open = await opened({ gateway: { sockets: { subscriptionsByCaller: 4 } } });
    const [one, two, other] = await Promise.all(['ada', 'ada', 'grace'].map((user) => connect(open.url, { authorization: `Bearer ${user}` })));
    for (const id of ['a', 'b']) expect([await subscribed(one!, id), await subscribed(two!, id)]).toEqual(['open', 'open']);

    expect(await subscribed(two!, 'c')).toBe('RATE_LIMITED');
    expect(await subscribed(other!, 'c')).toBe('open');

    one!.send({ type: 'complete', id: 'a' });
    let tries = 0;
    await expect.poll(() => subscribed(two!, `d${tries++}`)).toBe('open');
    expect(await subscribed(two!, 'e')).toBe('RATE_LIMITED');
  });

  it('asked for all at once are no more', async () => {
    const open = await opened({ gateway: { sockets: { subscriptionsByCaller: 4 } } });
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect(open.url)));
    const outcomes = await Promise.all(clients.flatMap((client) => ['a', 'b', 'c', 'd'].map((id) => subscribed(client, id))));
    expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(4);
    expect(open.shop.openSources()).toBe(4);
    await Promise.all(clients.map((client) => client.close()));
    await expect.poll(() => open.shop.openSources()).toBe(0);
    const again = await connect(open.url);
    await expect.poll(() => subscribed(again, crypto.randomUUID())).toBe('open');
  });

  it('that cannot be opened hold no place', async () => {
    const open = await opened({ gateway: { sockets: { subscriptionsByCaller: 1 } } });
    const client = await connect(open.url);
    for (const id of ['a', 'b']) {
      client.subscribe(id, follow, { id: 'no such good' });
      expect(((await client.next(id)).payload.errors ?? [])[0]?.extensions.code).toBe('NOT_FOUND');
    }
    expect(await subscribed(client, 'c')).toBe('open');
  });

  it('cost something to open, whatever is selected', async () => {
    const costs: number[] = [];
    const open = await opened({ gateway: { charge: async (_principal, cost) => void costs.push(cost) } });
    await subscribed(await connect(open.url), 'a');
    expect(costs[0]).toBeGreaterThanOrEqual(100);
  });
});
