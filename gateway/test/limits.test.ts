import { monitorEventLoopDelay } from 'node:perf_hooks';
import { RegistryError } from '@gati/errors';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '../src/index.ts';
import { openGateway, type OpenGateway } from './shop.ts';
import { connect } from './socket-client.ts';

const many = (count: number, each: (index: number) => string): string => Array.from({ length: count }, (_, index) => each(index)).join(' ');
const nested = (depth: number): string => (depth === 0 ? 'id' : `kin { ${nested(depth - 1)} }`);
const doubling = (count: number): string =>
  `{ ...F0 } ${many(count, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F${count} on Query { whoami }`;

/** What each attack is, and a word that its refusal has to say. */
const corpus: readonly [string, string, RegExp][] = [
  ['fields 20 deep', `{ good(id: "g1") { ${nested(20)} } }`, /levels/],
  ['10,000 aliases', `{ ${many(10_000, (index) => `a${index}: whoami`)} }`, /tokens/],
  ['300 aliases', `{ good(id: "g1") { ${many(300, (index) => `a${index}: name`)} } }`, /aliases/],
  ['100 root fields', `{ ${many(40, (index) => `a${index}: whoami`)} }`, /root/],
  ['one field 400 times', `{ good(id: "g1") { ${many(400, () => 'kin { id }')} } }`, /again and again/],
  ['directives by the hundred', `{ whoami ${many(200, () => '@include(if: true)')} }`, /directives/],
  ['unknown directives by the hundred', `{ whoami ${many(200, () => '@nope')} }`, /directives/],
  ['a long document', `{ ${many(3_000, () => 'whoami')} }`, /tokens/],
  ['fragments that double 40 times', doubling(40), /far more|root|fields/],
  ['fragments that double 500 times', doubling(150), /far more|root|fields/],
  ['a fragment that spreads itself', '{ good(id: "g1") { ...A } } fragment A on Good { kin { ...A } }', /spreads itself/],
  ['fragments in a circle', '{ good(id: "g1") { ...A } } fragment A on Good { kin { ...B } } fragment B on Good { kin { ...A } }', /spreads itself/],
  ['three nested pages of 100', '{ goods(first: 100) { kin(first: 100) { ratings(first: 100) { stars } } } }', /cost/],
  ['a page of a million', '{ goods(first: 1000000) { id } }', /cost/],
  ['a costly field under many aliases', `{ ${many(20, (index) => `a${index}: goods(first: 100) { kin(first: 30) { id } }`)} }`, /cost/],
  ['introspection in a circle', '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }', /introspection|depth/i],
  ['introspection many times', `{ ${many(18, (index) => `a${index}: __schema { types { fields { type { fields { name } } } } }`)} }`, /schema/],
  ['an alias that is a prototype', '{ __proto__: whoami }', /__proto__/],
];

describe('an operation that asks for too much', () => {
  let open: OpenGateway;
  beforeAll(async () => {
    open = await openGateway();
    await open.ask('{ whoami }');
  });
  afterAll(() => open.close());

  it.each(corpus)('is refused before any subgraph is called: %s', async (_what, query, says) => {
    const before = open.shop.totalCalls();
    const { status, body } = await open.ask(query);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(body.errors[0].message).toMatch(says);
    expect(open.shop.totalCalls()).toBe(before);
  });

  it('is refused by its variables too', async () => {
    const query = 'query($n: Int) { goods(first: $n) { kin(first: $n) { ratings(first: $n) { stars } } } }';
    const before = open.shop.totalCalls();
    expect((await open.ask(query, { variables: { n: 100 } })).status).toBe(400);
    expect(open.shop.totalCalls()).toBe(before);
    expect((await open.ask(query, { variables: { n: 2 } })).status).toBe(200);
    expect((await open.ask(query)).status).toBe(200);
  });

  it('is refused the same way the second time, when it is known', async () => {
    const [, query] = corpus[2]!;
    expect((await open.ask(query)).body.errors[0].message).toBe((await open.ask(query)).body.errors[0].message);
  });

  it('names what was found and what is allowed', async () => {
    const { body } = await open.ask(`{ good(id: "g1") { ${nested(20)} } }`);
    expect(body.errors[0].message).toBe(`The operation has levels of fields: 22; at most ${defaultLimits.depth} are served.`);
  });

  it('is refused within 20 ms, and never holds the process for 100', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const times = new Map<string, number>();
    for (let round = 0; round < 5; round++) {
      for (const [what, query] of corpus) {
        // Another text each time, so that nothing is remembered.
        const startedAt = performance.now();
        await open.ask(`${query} # ${round}`);
        times.set(what, Math.min(times.get(what) ?? Infinity, performance.now() - startedAt));
      }
    }
    delay.enable();
    for (const [, query] of corpus) await open.ask(`${query} # again`);
    delay.disable();
    expect([...times].filter(([, ms]) => ms > 20)).toEqual([]);
    expect(delay.max / 1e6).toBeLessThan(100);
  });
});

describe('an honest operation', () => {
  let open: OpenGateway;
  beforeAll(async () => {
    open = await openGateway();
  });
  afterAll(() => open.close());

  it('is served: the introspection that tools send', async () => {
    const { status, body } = await open.ask(
      getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true }),
    );
    expect(status).toBe(200);
    expect(body.data.__schema.types.length).toBeGreaterThan(10);
  });

  it('is served: a page of 100 with a page of 50 in each', async () => {
    expect((await open.ask('{ goods(first: 100) { kin(first: 50) { id } } }')).status).toBe(200);
  });

  it('is charged what it costs, to who asks', async () => {
    const charged: unknown[] = [];
    const paying = await openGateway({
      gateway: { charge: async (principal, cost) => void charged.push([principal.kind === 'anonymous' ? null : principal.handle, cost]) },
    });
    await paying.ask('{ goods(first: 10) { kin(first: 2) { id } } dear { id } }', { user: 'alice' });
    await paying.ask('mutation { setPrice(id: "g1", price: 1) { id } }');
    // Ten goods of 1, twenty kin of 1, and 50 for the dear one; 10 for writing and 1 for the good.
    expect(charged).toEqual([
      ['alice', 80],
      [null, 11],
    ]);
    await paying.close();
  });

  it('that its caller can no longer pay for is refused before any subgraph is called, by HTTP and by socket alike', async () => {
    const poor = await openGateway({ gateway: { charge: () => Promise.reject(new RegistryError('RATE_LIMITED', { retryAfterSeconds: 40 })) } });
    const { status, headers, body } = await poor.ask('{ goods(first: 1) { id } }');
    expect([status, headers.get('retry-after')]).toEqual([429, '40']);
    expect(body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 40 } });

    const client = await connect(poor.url);
    client.subscribe('1', 'subscription { priceChanged(id: "g1") { id } }');
    expect((await client.next('1', 'error')).payload[0].extensions.code).toBe('RATE_LIMITED');
    expect([poor.shop.totalCalls(), poor.shop.openSources()]).toEqual([0, 0]);
    await client.close();
    await poor.close();
  });
});
