import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

describe('a bounded cache', () => {
  it('never holds more than it may, and never gives another value than the last one set', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.option(fc.nat(9), { nil: undefined }))), (steps) => {
        const cache = new BoundedCache<number>(3);
        const model = new Map<string, number>();
        for (const [key, value] of steps) {
          if (value === undefined) expect([undefined, model.get(key)]).toContain(cache.get(key));
          else {
            cache.set(key, value);
            model.set(key, value);
            expect(cache.get(key)).toBe(value);
          }
          expect(cache.size).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it('lets go what was used longest ago', () => {
    const cache = new BoundedCache<number>(3);
    for (const key of ['a', 'b', 'c']) cache.set(key, 1);
    cache.get('a');
    cache.set('d', 1);
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c', 'd']);
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });
});
