import { redisServerMissing, redisServerPath, startRedisServer, type RedisServer } from '@gati/cache/redis-server';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventStreamContract } from '../contract.ts';
import type { EventStream } from '../event-stream.ts';
import { createRedisEventStream } from './redis-event-stream.ts';

if (redisServerPath === null) console.warn(redisServerMissing);

describe.skipIf(redisServerPath === null)('with a real Redis', () => {
  let database: TestDatabase;
  let server: RedisServer;
  let stream: EventStream;
  let other: EventStream;
  beforeAll(async () => {
    [database, server] = await Promise.all([createTestDatabase(), startRedisServer(redisServerPath as string)]);
    stream = createRedisEventStream({ url: server.url, onProblem: () => {} });
    other = createRedisEventStream({ url: server.url, onProblem: () => {} });
    await Promise.all([stream.check(), other.check()]);
  });
  afterAll(async () => {
    await Promise.all([stream.close(), other.close()]);
    await server.close();
    await database.remove();
  });

  eventStreamContract('Redis', () => ({
    stream,
    database,
    breakConnection: async () => {
      await server.kill();
      await server.start();
    },
  }));

  test('what one process publishes in a transaction, another hears once it has committed', async () => {
    await expect
      .poll(() =>
        Promise.all([stream.check(), other.check()]).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const controller = new AbortController();
    const news = other.follow('scan:across', controller.signal)[Symbol.asyncIterator]().next();
    // Followers also wake by themselves, so what goes over Redis is listened to: each word, and whether it came after the commit.
    let isCommitted = false;
    const words: (readonly [topic: string, isCommitted: boolean])[] = [];
    const witness = createClient({ url: server.url });
    await witness.connect();
    await witness.pSubscribe('*', (topic) => void words.push([topic, isCommitted]));
    await database.transaction(async (tx) => {
      await stream.publish(tx, 'scan:across', 1);
      await tx.$queryRaw`select pg_sleep(0.2)::text`;
      isCommitted = true;
    });
    expect((await news).done).toBe(false);
    await expect.poll(() => words).toEqual([['scan:across', true]]);
    witness.destroy();
    controller.abort();
  });

  test('while Redis is gone publishing neither fails nor waits, and followers look by themselves', async () => {
    const controller = new AbortController();
    const iterator = other.follow('scan:alone', controller.signal)[Symbol.asyncIterator]();
    await server.kill();
    await expect(stream.check()).rejects.toThrow();

    const startedAt = performance.now();
    await database.transaction((tx) => stream.publish(tx, 'scan:alone', 1));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await iterator.next()).done).toBe(false);
    controller.abort();
    await server.start();
  });
});
