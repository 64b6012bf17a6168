import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderDependencies } from './dependency-order.ts';

const graph = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges));

test('what is needed comes before what needs it', () => {
  expect(orderDependencies(graph({ app: ['auth', 'db'], auth: ['db'], db: [] }))).toEqual({ order: ['db', 'auth', 'app'], circles: [] });
});

test('a circle is named once, with its way', () => {
  const { order, circles } = orderDependencies(graph({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [] }));
  expect(circles).toEqual([['a', 'b', 'c', 'a']]);
  expect(order.toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

test('two circles are two', () => {
  expect(orderDependencies(graph({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] })).circles).toHaveLength(2);
});

test('100,000 nodes in a row need no deep stack', () => {
  const row = new Map(Array.from({ length: 100_000 }, (_, n) => [`${n}`, n < 99_999 ? [`${n + 1}`] : []]));
  expect(orderDependencies(row).order[0]).toBe('99999');
});

test('without a circle every need comes first; with one it is told', () => {
  const nodes = ['a', 'b', 'c', 'd', 'e'];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...nodes)), { maxLength: 8 }), (edges) => {
      const all = new Map(nodes.map((node) => [node, edges.filter(([from]) => from === node).map(([, to]) => to)]));
      const { order, circles } = orderDependencies(all);
      expect(order.toSorted()).toEqual(nodes);
      const isOrdered = edges.every(([from, to]) => order.indexOf(to) < order.indexOf(from));
      expect(isOrdered).toBe(circles.length === 0);
    }),
    { numRuns: 200 },
  );
});
