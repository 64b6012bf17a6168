import { validate } from '@gati-framework/runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareGTypes, isSubtype, type GType, type GTypes } from './index.ts';

const string: GType = { kind: 'primitive', primitiveType: 'string' };
const number: GType = { kind: 'primitive', primitiveType: 'number' };
const object = (properties: Record<string, GType>, rest: object = {}): GType => ({ kind: 'object', properties, ...rest }) as GType;
const of = (input: GType, output: GType = string): GTypes => ({ handlers: { call: { input, output } } });

describe('comparing types', () => {
  test('equal types ask for no bump and show no change', () => {
    expect(compareGTypes(of(object({ id: string })), of(object({ id: string })))).toEqual({ breaking: false, suggestedBump: 'NONE', changes: [] });
  });

  test.each([
    [
      'input: optional → required',
      of(object({ a: string })),
      of(object({ a: string }, { required: ['a'] })),
      true,
      '/handlers/call/input/properties/a',
      'property-required',
    ],
    [
      'input: required → optional',
      of(object({ a: string }, { required: ['a'] })),
      of(object({ a: string })),
      false,
      '/handlers/call/input/properties/a',
      'property-optional',
    ],
    ['input: enum grows', of({ kind: 'enum', values: ['a'] }), of({ kind: 'enum', values: ['a', 'b'] }), false, '/handlers/call/input', 'enum-changed'],
    ['input: enum shrinks', of({ kind: 'enum', values: ['a', 'b'] }), of({ kind: 'enum', values: ['a'] }), true, '/handlers/call/input', 'enum-changed'],
    [
      'output: enum grows',
      of(string, { kind: 'enum', values: ['a'] }),
      of(string, { kind: 'enum', values: ['a', 'b'] }),
      true,
      '/handlers/call/output',
      'enum-changed',
    ],
    [
      'output: required property is added to an open object',
      of(string, object({ a: string })),
      of(string, object({ a: string, b: number }, { required: ['b'] })),
      false,
      '/handlers/call/output/properties/b',
      'property-added',
    ],
    [
      'output: property is removed',
      of(string, object({ a: string }, { required: ['a'] })),
      of(string, object({})),
      true,
      '/handlers/call/output/properties/a',
      'property-removed',
    ],
    ['output: becomes nullable', of(string, string), of(string, { ...string, nullable: true }), true, '/handlers/call/output', 'nullable-changed'],
    [
      'input: bound is loosened',
      of({ ...number, validators: [{ type: 'max', value: 5 }] }),
      of({ ...number, validators: [{ type: 'max', value: 9 }] }),
      false,
      '/handlers/call/input',
      'validators-changed',
    ],
    [
      'input: bound is tightened',
      of({ ...number, validators: [{ type: 'max', value: 9 }] }),
      of({ ...number, validators: [{ type: 'max', value: 5 }] }),
      true,
      '/handlers/call/input',
      'validators-changed',
    ],
    ['input: becomes a union with the old', of(string), of({ kind: 'union', types: [string, number] }), false, '/handlers/call/input', 'kind-changed'],
    ['a handler is removed', of(string), { handlers: {} }, true, '/handlers/call', 'handler-removed'],
  ])('%s', (_, before, after, breaking, path, rule) => {
    expect(compareGTypes(before, after)).toMatchObject({ breaking, suggestedBump: breaking ? 'MAJOR' : 'MINOR', changes: [{ path, rule, breaking }] });
  });

  test('a change in a definition is seen where it is referred to', () => {
    const refers = { handlers: { call: { input: { $ref: '#/definitions/User' } as GType } } };
    const before: GTypes = { ...refers, definitions: { User: object({ id: string }) } };
    const after: GTypes = { ...refers, definitions: { User: object({ id: number }) } };

    expect(compareGTypes(before, after)).toMatchObject({ breaking: true, changes: [{ path: '/handlers/call/input' }] });
  });

  test('a recursive type is under itself, and not under a narrower one', () => {
    const tree = (leaf: GType): GTypes['definitions'] => ({
      Tree: object({ value: leaf, children: { kind: 'array', items: { $ref: '#/definitions/Tree' } as GType } }, { additionalProperties: false }),
    });
    const type = { $ref: '#/definitions/Tree' } as GType;
    const wide = { kind: 'union', types: [string, number] } as GType;

    expect(isSubtype({ type, definitions: tree(string)! }, { type, definitions: tree(wide)! })).toBe(true);
    expect(isSubtype({ type, definitions: tree(wide)! }, { type, definitions: tree(string)! })).toBe(false);
  });

  test('changing only a text asks for a patch', () => {
    expect(compareGTypes(of(string), of({ ...string, description: 'who' }))).toMatchObject({ breaking: false, suggestedBump: 'PATCH' });
  });
});

describe('the law of subtypes, against the validator of the framework', () => {
  const scalar = fc.constantFrom<string | number | boolean | null>('', 'a', 'bb', 'ccc', -1, 0, 3, 7, true, false, null);
  const { type } = fc.letrec<{ type: GType; flat: GType }>((tie) => ({
    flat: fc.oneof(
      fc.constantFrom<GType>(string, number, { kind: 'primitive', primitiveType: 'boolean' }, { kind: 'primitive', primitiveType: 'null' }),
      scalar.map((value): GType => ({ kind: 'literal', value })),
      fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values): GType => ({ kind: 'enum', values })),
      fc.record({ least: fc.integer({ min: -1, max: 4 }), most: fc.integer({ min: 0, max: 8 }) }).map(({ least, most }): GType => ({
        ...number,
        validators: [
          { type: 'min', value: least },
          { type: 'max', value: most },
        ],
      })),
      fc.integer({ min: 0, max: 3 }).map((least): GType => ({ ...string, validators: [{ type: 'minLength', value: least }] })),
    ),
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('flat'),
      fc.record({ base: tie('flat'), nullable: fc.boolean() }).map(({ base, nullable }) => ({ ...base, nullable })),
      fc.record({ items: tie('type'), minItems: fc.nat(2) }).map(({ items, minItems }): GType => ({ kind: 'array', items, minItems })),
      fc.array(tie('type'), { maxLength: 2 }).map((items): GType => ({ kind: 'tuple', items })),
      fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((types): GType => ({ kind: 'union', types })),
      fc.array(tie('type'), { minLength: 1, maxLength: 2 }).map((types): GType => ({ kind: 'intersection', types })),
      fc
        .record({
          properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('type'), { noNullPrototype: true }),
          required: fc.subarray(['a', 'b', 'c']),
          additionalProperties: fc.oneof(fc.boolean(), tie('type')),
        })
        .map((parts): GType => ({ kind: 'object', ...parts })),
    ),
  }));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { noNullPrototype: true }),
    ),
  }));
  const isValue = (candidate: unknown, of_: GType) => validate(candidate, of_ as never).valid;

  test('a proved subtype has no value that the wider type refuses', () => {
    const pair = fc.oneof(
      fc.tuple(type, type),
      fc.tuple(type, type).map(([narrow, other]): [GType, GType] => [narrow, { kind: 'union', types: [other, narrow] }]),
      fc.tuple(type, type).map(([one, other]): [GType, GType] => [{ kind: 'intersection', types: [one, other] }, one]),
      fc
        .tuple(type, type)
        .map(([one, other]): [GType, GType] => [object({ a: one, b: other }, { required: ['a', 'b'] }), object({ a: one }, { required: ['a'] })]),
    );
    let proved = 0;
    fc.assert(
      fc.property(pair, fc.array(value, { minLength: 20, maxLength: 40 }), ([narrow, wide], values) => {
        if (!isSubtype({ type: narrow, definitions: {} }, { type: wide, definitions: {} })) return true;
        proved++;
        return values.every((candidate) => !isValue(candidate, narrow) || isValue(candidate, wide));
      }),
      { numRuns: 400 },
    );
    expect(proved).toBeGreaterThan(100);
  });

  test('every type is under itself, unless it carries a condition that cannot be compared', () => {
    fc.assert(
      fc.property(type, (any) => isSubtype({ type: any, definitions: {} }, { type: any, definitions: {} })),
      { numRuns: 300 },
    );
  });
});
