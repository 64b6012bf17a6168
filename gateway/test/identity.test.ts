import { createHmac } from 'node:crypto';
import { createInternalTokens, identityHeader } from '@gati/subgraph';
import { Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { openGateway, principalOf, secret, shapes } from './shop.ts';

describe.each(shapes)('two people who ask the same at the same time, subgraphs %s', (shape) => {
  it('each get their own answer, ten thousand times', async () => {
    const open = await openGateway({ shape });
    const query = '{ whoami me { id name } good(id: "g1") { caller ratedBy } }';
    const pool = new Pool(open.url, { connections: 20 });
    const mixed: string[] = [];
    let asked = 0;
    const total = 10_000;
    const worker = async (user: string): Promise<void> => {
      while (asked < total) {
        asked++;
        const { body: stream } = await pool.request({
          path: '/graphql',
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${user}` },
          body: JSON.stringify({ query }),
        });
        const body = await stream.json();
        const expected = { whoami: user, me: { id: `account-${user}`, name: `Person account-${user}` }, good: { caller: user, ratedBy: user } };
        if (JSON.stringify(body) !== JSON.stringify({ data: expected })) mixed.push(`${user}: ${JSON.stringify(body)}`);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, index) => worker(index % 2 === 0 ? 'alice' : 'bob')));
    expect(mixed).toEqual([]);
    await pool.close();
    await open.close();
  }, 240_000);
});

describe('a subgraph that is reached directly', () => {
  const body = JSON.stringify({ query: '{ whoami }' });
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('believes no header and no token but the gateway’s', async () => {
    const open = await openGateway({ shape: 'over HTTP' });
    const url = `${open.servers.get('goods')!.url}/graphql`;
    const ask = async (headers: Record<string, string>): Promise<[number, unknown]> => {
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
      return [response.status, await response.json()];
    };
    const { mintInternalToken } = createInternalTokens({ secret });
    const genuine = mintInternalToken(principalOf('alice'));
    const edgeToken = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode({ sub: 'account-admin', kind: 'user' })}`;
    const edge = `${edgeToken}.${createHmac('sha256', secret).update(edgeToken).digest('base64url')}`;

    expect(await ask({ [identityHeader]: genuine })).toEqual([200, { data: { whoami: 'alice' } }]);
    for (const headers of [
      {},
      { 'x-user-id': 'admin' },
      { 'x-user': 'admin', 'x-gati-user': 'admin', 'x-forwarded-user': 'admin' },
      { authorization: 'Bearer alice' },
      { authorization: `Bearer ${genuine}` },
      { [identityHeader]: '' },
      { [identityHeader]: 'admin' },
      { [identityHeader]: edge },
      { [identityHeader]: `${genuine}x` },
      { [identityHeader]: createInternalTokens({ secret: 'another installation' }).mintInternalToken(principalOf('admin')) },
    ] as Record<string, string>[]) {
      const [status, answer] = await ask(headers);
      expect([status, (answer as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
    await open.close();
  });

  it('ignores who a client of the gateway says it is by headers', async () => {
    const open = await openGateway({ shape: 'over HTTP' });
    const token = createInternalTokens({ secret }).mintInternalToken(principalOf('admin'));
    const { body: answer } = await open.ask('{ whoami }', { headers: { 'x-user-id': 'admin', [identityHeader]: token } });
    expect(answer).toEqual({ data: { whoami: null } });
    await open.close();
  });

  it('has a token that is refused at the edge', async () => {
    const open = await openGateway();
    const token = createInternalTokens({ secret }).mintInternalToken(principalOf('admin'));
    expect((await open.ask('{ whoami }', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    await open.close();
  });
});
