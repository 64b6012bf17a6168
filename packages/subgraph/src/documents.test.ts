import { buildSchema, execute, parse } from 'graphql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocuments } from './documents.ts';

const schema = buildSchema('type Query { a: Int b: Int q: Query l: [Query!] }');
const root: Record<string, unknown> = { a: 1, b: 2 };
root['q'] = root;
root['l'] = [root, root];

const condition = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc.tuple(fc.constantFrom('include', 'skip'), fc.constantFrom('$x', '$y', 'true', 'false')).map(([name, value]) => ` @${name}(if: ${value})`),
);

/** Selections three deep at most, with or without conditions. */
const selections = (depth: number, conditions: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const leaf = fc.tuple(fc.constantFrom('a', 'b', 'c: a', '...F'), conditions).map(([field, when]) => field + when);
  const parent = fc
    .tuple(fc.constantFrom('q', 'l', '...', 'r: q'), conditions)
    .chain(([field, when]) => (depth === 0 ? leaf : selections(depth - 1, conditions).map((inner) => `${field}${when} { ${inner} }`)));
  return fc.array(fc.oneof(leaf, parent), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
};

const isSame = async (query: string, variables: Record<string, boolean>): Promise<void> => {
  const prepared = createDocuments(schema)(query, undefined);
  if ('errors' in prepared) return;
  const expected = JSON.parse(JSON.stringify(await execute({ schema, document: parse(query), rootValue: root, variableValues: variables })));
  for (let use = 0; use < 5; use++) expect(JSON.parse(JSON.stringify(await prepared.run(root, {}, variables)))).toEqual(expected);
};

describe('a prepared document', () => {
  it('is answered as graphql answers it, interpreted and compiled', async () => {
    await fc.assert(
      fc.asyncProperty(selections(3, fc.constant('')), (inner) => isSame(`{ a ${inner} } fragment F on Query { b q { a } }`, {})),
      { numRuns: 200 },
    );
  });

  it('is answered as graphql answers it under every condition', async () => {
    await fc.assert(
      fc.asyncProperty(selections(3, condition), condition, fc.boolean(), fc.boolean(), (inner, when, x, y) =>
        isSame(`query($x: Boolean!, $y: Boolean!) { a ${inner} ...F @include(if: $x) b @skip(if: $y) } fragment F on Query { b${when} q { a${when} b } }`, {
          x,
          y,
        }),
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    'query($x: Boolean!, $y: Boolean!) { q { q { ...F @skip(if: $x) ...F } a } b @skip(if: $y) } fragment F on Query { a q { a @skip(if: $x) } }',
    'query($x: Boolean!, $y: Boolean!) { a @include(if: $x) q { a @skip(if: $y) } q @include(if: $x) { b a } ...F @skip(if: $y) } fragment F on Query { a q { b } }',
    '{ a ...F @skip(if: false) q { ... @skip(if: false) { q @skip(if: false) { a } a } q @skip(if: true) { a ...F } } } fragment F on Query { a @skip(if: false) q { a @skip(if: false) } }',
  ])('keeps apart what differs by its conditions alone: %s', async (query) => {
    for (const x of [true, false]) for (const y of [true, false]) await isSame(query, query.includes('$') ? { x, y } : {});
  });

  it.each<[string, Record<string, unknown>[]]>([
    [
      'query($i: I) { f(i: $i) }',
      [
        { i: { a: 1 } },
        { i: { a: 1, b: { a: 2 } } },
        { i: { a: 1, b: [{ a: 2, c: 'C' }] } },
        { i: {} },
        { i: null },
        {},
        { i: { a: 1, z: 1 } },
        { i: { a: 1, c: null } },
        { i: { a: 1, e: null } },
      ],
    ],
    ['{ f(i: { a: 1, b: { a: 2 } }) }', [{}]],
    ['query($d: String) { f(i: { a: 1, d: $d }) }', [{}, { d: null }, { d: 'given' }]],
    ['query($n: Int) { f(n: $n) }', [{}, { n: null }, { n: 3 }, { n: '3' }, { n: 1.5 }]],
    ['query($l: [Int!]) { f(l: $l) }', [{ l: 1 }, { l: [1, 2] }, { l: [null] }, { l: [] }]],
    ['query($e: E! = C, $n: Int = 7) { f(e: $e, n: $n) }', [{}, { e: null }, { e: 'Z' }, { e: 'B', n: null }]],
    ['query($id: ID, $b: Boolean = true) { f(id: $id, b: $b) }', [{ id: 1 }, { id: '1' }, { id: true }, { b: null }]],
  ])('coerces variables as graphql does: %s', async (query, values) => {
    const inputs = buildSchema(
      'type Query { f(i: I, l: [Int!], e: E = A, n: Int = 5, id: ID, b: Boolean): String } input I { a: Int! b: [I!] c: E = B d: String = "x" e: Boolean! = true } enum E { A B C }',
    );
    inputs.getQueryType()!.getFields()['f']!.resolve = (_, args: unknown) => JSON.stringify(args);
    const prepared = createDocuments(inputs)(query, undefined);
    if ('errors' in prepared) throw new Error('refused');
    const readable = (result: { data?: unknown; errors?: readonly unknown[] | undefined }): unknown =>
      result.errors ? 'refused' : JSON.parse((result.data as { f: string }).f);
    for (let round = 0; round < 4; round++) {
      for (const variableValues of values) {
        const expected = await execute({ schema: inputs, document: parse(query), variableValues });
        expect(readable(await prepared.run(undefined, {}, variableValues))).toEqual(readable(expected));
      }
    }
  });

  it('refuses a lazy property the first time as well as the tenth', async () => {
    const prepare = createDocuments(schema);
    for (const lazy of [() => 1, Promise.resolve(1)]) {
      for (let use = 0; use < 5; use++) {
        const prepared = prepare('{ q { a b } }', undefined);
        if ('errors' in prepared) throw new Error('refused');
        const { data, errors } = await prepared.run({ q: { a: lazy, b: 2 } }, {}, {});
        expect(data).toEqual({ q: { a: null, b: 2 } });
        expect(errors).toHaveLength(1);
      }
    }
  });
});
