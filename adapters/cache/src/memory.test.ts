import { expect, test } from 'vitest';
import { cacheContract } from './contract.ts';
import { createMemoryCache } from './memory.ts';

cacheContract('memory', () => {
  let now = 0;
  return { cache: createMemoryCache({ now: () => now }), advance: async (ms) => void (now += ms) };
});

test('never holds more than it may, and forgets the least recently used', async () => {
  const cache = createMemoryCache({ entriesMax: 2 });
  await cache.set('a', 1, { ttlMs: 10_000 });
  await cache.set('b', 2, { ttlMs: 10_000 });
  await cache.get('a');
  await cache.set('c', 3, { ttlMs: 10_000 });

  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([1, undefined, 3]);
});
