import { setTimeout as sleep } from 'node:timers/promises';
import { anonymous } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { describe, expect, it, vi } from 'vitest';
import { makeExecutable, type SubgraphOperation, type SubgraphResult } from './executable.ts';
import type { Logger } from './logger.ts';
import { defineSubgraph, type SubgraphRequest } from './module.ts';

const logged: { facts: object; message: string }[] = [];
const logger: Logger = { error: (facts, message) => void logged.push({ facts, message }), warn() {}, info() {}, debug() {} };

let contexts = 0;
let sources = 0;
const never = (): AsyncIterableIterator<unknown> => {
  sources++;
  const stream: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => stream,
    next: () => new Promise(() => undefined),
    return: async () => {
      sources--;
      return { done: true, value: undefined };
    },
  };
  return stream;
};

const module = defineSubgraph<SubgraphRequest & { readonly number: number }>({
  name: 'things',
  typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    scalar DateTime
    scalar BigInt
    scalar JSON
    type Query { thing(id: ID!): Thing any: [Any!] fails(how: String!): String needed: Needed when(at: DateTime, size: BigInt, data: JSON): String context: Int }
    type Needed { must: String! }
    type Subscription { ticks(to: Int!): Int contexts: Int silent: Int refused: Int broken(after: Int!): Int }
    union Any = Thing | Other
    type Other { name: String }
    type Thing @key(fields: "id") { id: ID! name(upper: Boolean! = false): String size: BigInt at: DateTime data: JSON }`,
  resolvers: {
    Query: {
      thing: (_: unknown, { id }: { id: string }) => (id === 'hidden' ? null : { id }),
      any: () => [
        { __typename: 'Thing', id: '1' },
        { __typename: 'Other', name: 'other' },
      ],
      fails: async (_: unknown, { how }: { how: string }) => {
        if (how === 'known')
          throw new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'input.x', message: 'is wrong', fix: 'Mend it.' }] }, { cause: new Error('why') });
        throw new Error('INSERT INTO secrets');
      },
      needed: () => ({ must: null }),
      when: (_: unknown, { at, size, data }: { at?: Date; size?: bigint; data?: unknown }) =>
        `${at instanceof Date ? at.getTime() : typeof at} ${typeof size} ${JSON.stringify(data)}`,
      context: (_: unknown, _args: unknown, { number }: { number: number }) => number,
    },
    Thing: {
      __resolveReference: ({ id }: { id: string }) => (id === 'hidden' ? null : { id }),
      name: ({ id }: { id: string }, { upper }: { upper: boolean }) => (upper ? `THING ${id}` : `thing ${id}`),
      size: () => 5_368_709_120n,
      at: () => new Date(0),
      data: () => ({ free: ['form', 1, null] }),
    },
    Subscription: {
      ticks: {
        subscribe: async function* (_: unknown, { to }: { to: number }) {
          for (let tick = 1; tick <= to; tick++) yield tick;
        },
        resolve: (tick: number) => tick,
      },
      contexts: {
        subscribe: async function* () {
          yield 1;
          yield 2;
        },
        resolve: (_: unknown, _args: unknown, { number }: { number: number }) => number,
      },
      silent: { subscribe: never, resolve: () => 1 },
      refused: {
        subscribe: () => {
          throw new RegistryError('NOT_FOUND', { reference: 'thing' });
        },
      },
      broken: {
        subscribe: async function* (_: unknown, { after }: { after: number }) {
          for (let tick = 1; tick <= after; tick++) yield tick;
          throw new Error('lost the database');
        },
        resolve: (tick: number) => tick,
      },
    },
  },
  contextFor: (request) => ({ ...request, number: ++contexts }),
});

const things = makeExecutable(module, { publicUrl: 'https://registry.example', logger });
const ask = (query: string, variables?: Record<string, unknown>, operationName?: string): SubgraphOperation => ({
  query,
  variables,
  operationName,
  principal: anonymous,
  requestId: 'request-1',
});
const extensions = (code: string, more: object = {}) => ({
  code,
  details: {},
  suggestions: expect.any(Array),
  docsUrl: `https://registry.example/errors/${code}`,
  requestId: 'request-1',
  ...more,
});
async function all(stream: AsyncIterableIterator<SubgraphResult> | SubgraphResult): Promise<unknown[]> {
  if (!(Symbol.asyncIterator in stream)) return [stream];
  const results: unknown[] = [];
  for await (const result of stream) results.push(result);
  return results;
}

describe('a query', () => {
  it('answers the same before it is compiled and after', async () => {
    const query =
      'query($id: ID!, $upper: Boolean!, $more: Boolean!) { thing(id: $id) { ...F at @include(if: $more) } any { __typename ... on Thing { id } ... on Other { name } } } fragment F on Thing { name(upper: $upper) size data }';
    const results = [];
    for (let time = 0; time < 6; time++) results.push(JSON.stringify(await things.execute(ask(query, { id: '7', upper: true, more: time % 2 === 0 }))));
    expect(new Set(results.filter((_, index) => index % 2 === 0)).size).toBe(1);
    expect(JSON.parse(results[5]!)).toEqual({
      data: {
        thing: { name: 'THING 7', size: '5368709120', data: { free: ['form', 1, null] } },
        any: [
          { __typename: 'Thing', id: '1' },
          { __typename: 'Other', name: 'other' },
        ],
      },
    });
    expect(JSON.parse(results[4]!).data.thing.at).toBe('1970-01-01T00:00:00.000Z');
  });

  it('resolves entities in their order, hidden ones as null', async () => {
    const query = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { name } } }';
    const representations = ['1', 'hidden', '3'].map((id) => ({ __typename: 'Thing', id }));
    for (let time = 0; time < 5; time++)
      expect(await things.execute(ask(query, { representations }))).toEqual({ data: { _entities: [{ name: 'thing 1' }, null, { name: 'thing 3' }] } });
  });

  it('gives resolvers scalars as values, from variables and from the text', async () => {
    const query = 'query($at: DateTime, $size: BigInt, $data: JSON) { when(at: $at, size: $size, data: $data) }';
    for (let time = 0; time < 5; time++)
      expect(await things.execute(ask(query, { at: '1970-01-01T00:00:01Z', size: '7', data: { a: [1] } }))).toEqual({
        data: { when: '1000 bigint {"a":[1]}' },
      });
    expect(await things.execute(ask('{ when(at: "1970-01-01T00:00:01Z", size: 7, data: { a: [1] }) }'))).toEqual({ data: { when: '1000 bigint {"a":[1]}' } });
  });

  it('gets a context of its own', async () => {
    const first = await things.execute(ask('{ context }'));
    const second = await things.execute(ask('{ context }'));
    expect(first.data!['context']).not.toBe(second.data!['context']);
  });

  it('chooses its operation by name, and refuses subscriptions', async () => {
    const query = 'query A { context } query B { thing(id: "1") { id } }';
    expect(await things.execute(ask(query, {}, 'B'))).toEqual({ data: { thing: { id: '1' } } });
    expect((await things.execute(ask(query))).errors![0]!.extensions).toEqual(extensions('BAD_USER_INPUT'));
    expect((await things.execute(ask('subscription { silent }'))).errors![0]!.message).toContain('socket');
  });

  it('is compiled once it has come three times, and kept within bounds', async () => {
    const startedAt = performance.now();
    for (let index = 0; index < 2_000; index++) await things.execute(ask(`{ thing(id: "${index}") { id } }`));
    // Compiling each of these would take several times as long.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('an error', () => {
  it('of the catalogue says all its public parts and nothing of its cause', async () => {
    for (let time = 0; time < 5; time++) {
      const { data, errors } = await things.execute(ask('{ fails(how: "known") }'));
      expect(data).toEqual({ fails: null });
      expect(errors).toEqual([
        {
          message: 'input.x: is wrong',
          path: ['fails'],
          extensions: extensions('VALIDATION_FAILED', {
            details: { fields: [{ path: 'input.x', message: 'is wrong', fix: 'Mend it.' }] },
            suggestions: ['Mend it.'],
          }),
        },
      ]);
    }
  });

  it('of any other kind says nothing, and is logged with its cause', async () => {
    for (let time = 0; time < 5; time++) {
      logged.length = 0;
      const result = await things.execute(ask('{ fails(how: "unknown") }'));
      expect(result.errors).toEqual([{ message: 'Something went wrong inside the registry.', path: ['fails'], extensions: extensions('INTERNAL') }]);
      expect(JSON.stringify(result)).not.toContain('INSERT');
      expect(logged).toEqual([
        {
          facts: { err: expect.objectContaining({ message: 'INSERT INTO secrets' }), subgraph: 'things', requestId: 'request-1', path: ['fails'] },
          message: 'a resolver failed',
        },
      ]);
    }
  });

  it('of a resolver that breaks the schema is ours, not the caller’s', async () => {
    for (let time = 0; time < 5; time++) {
      const { data, errors } = await things.execute(ask('{ needed { must } }'));
      expect(data).toEqual({ needed: null });
      expect(errors![0]!.extensions).toEqual(extensions('INTERNAL'));
    }
  });

  it.each([
    ['syntax', '{', {}],
    ['an unknown field', '{ nothing }', {}],
    ['a missing variable', 'query($id: ID!) { thing(id: $id) { id } }', {}],
    ['a variable of the wrong kind', 'query($at: DateTime) { when(at: $at) }', { at: 'yesterday' }],
    ['a null where none is allowed', 'query($upper: Boolean = true) { thing(id: "1") { name(upper: $upper) } }', { upper: null }],
  ])('of the caller is BAD_USER_INPUT: %s', async (_what, query, variables) => {
    for (let time = 0; time < 5; time++) expect((await things.execute(ask(query, variables))).errors![0]!.extensions).toEqual(extensions('BAD_USER_INPUT'));
  });
});

describe('a subscription', () => {
  it('gives its events one at a time and ends', async () => {
    expect(await all(await things.subscribe(ask('subscription($to: Int!) { ticks(to: $to) }', { to: 3 })))).toEqual(
      [1, 2, 3].map((ticks) => ({ data: { ticks } })),
    );
  });

  it('gives each event a context of its own: no loader remembers an older state', async () => {
    const [first, second] = (await all(await things.subscribe(ask('subscription { contexts }')))) as { data: { contexts: number } }[];
    expect(second!.data.contexts).toBe(first!.data.contexts + 1);
  });

  it('stops its source at once, also while it waits for an event', async () => {
    const stream = (await things.subscribe(ask('subscription { silent }'))) as AsyncIterableIterator<SubgraphResult>;
    const waiting = stream.next();
    await sleep(5);
    expect(sources).toBe(1);
    await stream.return!();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(sources).toBe(0);
    expect((await stream.next()).done).toBe(true);
  });

  it('that cannot start says why', async () => {
    expect(await things.subscribe(ask('subscription { refused }'))).toEqual({
      errors: [expect.objectContaining({ message: 'There is no thing.', extensions: extensions('NOT_FOUND', { details: { reference: 'thing' } }) })],
    });
    expect(((await things.subscribe(ask('subscription($to: Int!) { ticks(to: $to) }'))) as SubgraphResult).errors![0]!.extensions).toEqual(
      extensions('BAD_USER_INPUT'),
    );
    expect(((await things.subscribe(ask('{ context }'))) as SubgraphResult).errors![0]!.extensions).toEqual(extensions('BAD_USER_INPUT'));
  });

  it('whose source dies ends with one masked error', async () => {
    const results = (await all(await things.subscribe(ask('subscription { broken(after: 1) }')))) as SubgraphResult[];
    expect(results).toEqual([
      { data: { broken: 1 } },
      { errors: [expect.objectContaining({ message: 'Something went wrong inside the registry.', extensions: extensions('INTERNAL') })] },
    ]);
  });
});

describe('a schema that does not fit', () => {
  it('is refused when it is made executable', () => {
    const broken = { ...module, resolvers: { Query: { nowhere: vi.fn() } } };
    expect(() => makeExecutable(broken, { publicUrl: '', logger })).toThrow('nowhere');
  });
});
