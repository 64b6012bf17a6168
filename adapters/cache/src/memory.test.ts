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

test('no number of values wipes a count out', async () => {
  const cache = createMemoryCache({ entriesMax: 10 });
  await cache.count('sign-in:ada', 60_000, 20);
  for (let i = 0; i < 1_000; i++) await cache.set(`key:${i}`, null, { ttlMs: 60_000 });

  expect((await cache.count('sign-in:ada', 60_000)).count).toBe(21);
});

test('never counts for more than it may: what has ended goes first, then what ends soonest', async () => {
  let now = 0;
  const cache = createMemoryCache({ countersMax: 3, now: () => now });
  await cache.count('ended', 1_000);
  now = 500;
  await cache.count('long', 60_000);
  await cache.count('short', 10_000);
  now = 1_001;
  await cache.count('second', 60_000);
  expect((await cache.count('short', 10_000)).count).toBe(2);

  await cache.count('third', 60_000);
  expect([await cache.count('long', 60_000), await cache.count('second', 60_000)].map(({ count }) => count)).toEqual([2, 2]);
  expect((await cache.count('short', 10_000, 0)).count).toBe(0);
});
