import { describe, expect, it } from 'vitest';
import { mergeInto, own } from './merge.ts';

const merged = (target: Record<string, unknown>, source: Record<string, unknown>): unknown => {
  mergeInto(target, source);
  return target;
};

describe('merging what subgraphs gave', () => {
  it('joins objects and lists of equal length, field by field', () => {
    expect(merged({ a: { b: 1 }, l: [{ x: 1 }, { x: 2 }] }, { a: { c: 2 }, l: [{ y: 1 }, { y: 2 }] })).toEqual({
      a: { b: 1, c: 2 },
      l: [
        { x: 1, y: 1 },
        { x: 2, y: 2 },
      ],
    });
    expect(merged({ l: [1, 2] }, { l: [3] })).toEqual({ l: [3] });
  });

  it('lets no null of one subgraph erase what another gave, in either order', () => {
    const parts = [{ viewer: { account: { id: '1' } } }, { viewer: null }, { viewer: { purchases: [] } }];
    const expected = { viewer: { account: { id: '1' }, purchases: [] } };
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [0, 2, 1],
      [2, 1, 0],
    ]) {
      const target = {};
      for (const index of order) mergeInto(target, structuredClone(parts[index]!));
      expect(target).toEqual(expected);
    }
  });

  it('never touches what every object inherits', () => {
    const source = JSON.parse('{ "__proto__": { "polluted": true }, "constructor": { "prototype": { "polluted": true } }, "toString": "text" }') as Record<
      string,
      unknown
    >;
    const target: Record<string, unknown> = {};
    mergeInto(target, source);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    expect([own(target, 'toString'), own({}, 'toString'), own({}, 'constructor')]).toEqual(['text', undefined, undefined]);
  });
});
