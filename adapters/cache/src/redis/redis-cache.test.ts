import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisServerMissing, redisServerPath, startRedisServer, type RedisServer } from '../../test/redis-server.ts';
import { cacheContract } from '../contract.ts';
import { createRedisCache, type RedisCache } from './redis-cache.ts';

if (redisServerPath === null) console.warn(redisServerMissing);

describe.skipIf(redisServerPath === null)('with a real Redis', () => {
  let server: RedisServer;
  const open: RedisCache[] = [];
  const problems: unknown[] = [];
  const openCache = () => {
    const cache = createRedisCache({ url: server.url, onProblem: (error) => problems.push(error) });
    open.push(cache);
    return cache;
  };
  let cache: RedisCache;
  let other: RedisCache;
  beforeAll(async () => {
    server = await startRedisServer(redisServerPath as string);
    cache = openCache();
    other = openCache();
    await Promise.all([cache.check(), other.check()]);
  });
  afterAll(async () => {
    await Promise.all(open.map((one) => one.close()));
    await server.close();
  });

  cacheContract('Redis', () => ({ cache, advance: (ms) => wait(ms) }));

  test('what one process sets, counts or invalidates, another sees at once', async () => {
    await cache.set('shared', { role: 'owner' }, { ttlMs: 10_000, tags: ['account:9'] });
    expect(await other.get('shared')).toEqual({ role: 'owner' });
    await other.invalidate('account:9');
    expect(await cache.get('shared')).toBeUndefined();

    const counts = await Promise.all(Array.from({ length: 200 }, (_, i) => (i % 2 ? cache : other).count('both', 10_000)));
    expect(new Set(counts.map(({ count }) => count)).size).toBe(200);
  });

  test('while Redis is gone nothing fails: values are unknown and each process counts for itself; afterwards it is used again', async () => {
    await cache.set('kept', 1, { ttlMs: 60_000 });
    await server.kill();
    await expect(cache.check()).rejects.toThrow();

    expect(await cache.get('kept')).toBeUndefined();
    await cache.set('kept', 2, { ttlMs: 60_000 });
    await cache.invalidate('any');
    expect([(await cache.count('guess', 60_000)).count, (await cache.count('guess', 60_000)).count, (await other.count('guess', 60_000)).count]).toEqual([
      1, 2, 1,
    ]);

    await server.start();
    await expect
      .poll(() =>
        cache.check().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect
      .poll(async () => {
        await cache.set('again', 3, { ttlMs: 60_000 });
        return other.get('again');
      })
      .toBe(3);
    expect((await cache.count('guess', 60_000)).count).toBe(1);
  });

  test('a Redis that hangs is waited for once and then left alone for a second', async () => {
    await expect
      .poll(() =>
        cache.check().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    problems.length = 0;
    server.freeze();
    try {
      const startedAt = performance.now();
      expect((await cache.count('frozen', 60_000)).count).toBe(1);
      expect(performance.now() - startedAt).toBeLessThan(1_000);

      const again = performance.now();
      for (let i = 0; i < 100; i++) await cache.get('anything');
      expect(performance.now() - again).toBeLessThan(200);
      expect(problems).toHaveLength(1);
      await expect(cache.check()).rejects.toThrow('no answer');
    } finally {
      server.thaw();
    }
    await expect
      .poll(() =>
        cache.check().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });
});
