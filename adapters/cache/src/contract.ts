import { describe, expect, test } from 'vitest';
import type { Cache } from './cache.ts';

/** What every cache must hold; run once for each vendor. `advance` moves the vendor's time. */
export function cacheContract(name: string, open: () => { readonly cache: Cache; readonly advance: (ms: number) => Promise<void> }): void {
  describe(`${name} as cache`, () => {
    test('gives back what was set until its time is over', async () => {
      const { cache, advance } = open();
      await cache.set('session', { isEnded: false }, { ttlMs: 1_000 });

      await expect(cache.get('session')).resolves.toEqual({ isEnded: false });
      await advance(1_001);
      await expect(cache.get('session')).resolves.toBeUndefined();
    });

    test('invalidating a tag forgets everything with it and nothing else', async () => {
      const { cache } = open();
      await cache.set('a', 1, { ttlMs: 10_000, tags: ['account:1'] });
      await cache.set('b', 2, { ttlMs: 10_000, tags: ['account:1', 'account:2'] });
      await cache.set('c', 3, { ttlMs: 10_000, tags: ['account:2'] });

      await cache.invalidate('account:1');

      expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([undefined, undefined, 3]);
    });

    test('a value that is set again loses its old tags', async () => {
      const { cache } = open();
      await cache.set('a', 1, { ttlMs: 10_000, tags: ['old'] });
      await cache.set('a', 2, { ttlMs: 10_000, tags: ['new'] });

      await cache.invalidate('old');

      await expect(cache.get('a')).resolves.toBe(2);
    });

    test('counts every attempt in a window that begins with the first and does not move', async () => {
      const { cache, advance } = open();
      const first = await cache.count('sign-in:ada', 10_000);
      await advance(6_000);
      const second = await cache.count('sign-in:ada', 10_000);
      await advance(4_001);
      const third = await cache.count('sign-in:ada', 10_000);

      expect([first.count, second.count, third.count]).toEqual([1, 2, 1]);
      expect(second.endsAt).toEqual(first.endsAt);
    });

    test('counts many at once where each weighs more than one', async () => {
      const { cache } = open();
      const counts = await Promise.all([20, 3, 500].map((by) => cache.count('cost:ada', 10_000, by)));

      expect(Math.max(...counts.map(({ count }) => count))).toBe(523);
      expect((await cache.count('cost:ada', 10_000)).count).toBe(524);
    });

    test('asks without counting, and takes back what was counted', async () => {
      const { cache } = open();
      expect((await cache.count('failures', 10_000, 0)).count).toBe(0);
      await cache.count('failures', 10_000);
      await cache.count('failures', 10_000);
      await cache.count('failures', 10_000, -1);

      expect((await cache.count('failures', 10_000, 0)).count).toBe(1);
    });

    test('counts each of many attempts at once', async () => {
      const { cache } = open();
      const counts = await Promise.all(Array.from({ length: 100 }, () => cache.count('burst', 10_000)));

      expect(new Set(counts.map(({ count }) => count)).size).toBe(100);
    });
  });
}
