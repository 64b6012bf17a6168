import { redisServerMissing, redisServerPath, startRedisServer } from '@gati/cache/redis-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClosing } from './closing.ts';
import { openSharing } from './open-sharing.ts';

if (redisServerPath === null) console.warn(redisServerMissing);
const log = { warn: () => {} };
const open = (redisUrl: string, mustWork: boolean) => {
  const closing = createClosing(() => null);
  onTestFinished(() => closing.close());
  return openSharing({ redisUrl, database: { url: 'postgresql://127.0.0.1:1/none' }, log, mustWork, closing });
};

test('a start that must work is none without Redis, and does not tell its password', async () => {
  const start = open('redis://:hunter2@127.0.0.1:1', true);
  await expect(start).rejects.toThrow(/The Redis at 127\.0\.0\.1:1 does not answer/);
  await expect(start).rejects.not.toThrow(/hunter2/);
});

test('a process that starts while Redis is away counts for itself', async () => {
  const { cache, dependencies } = await open('redis://127.0.0.1:1', false);
  expect((await cache.count('guess', 60_000)).count).toBe(1);
  expect((await cache.count('guess', 60_000)).count).toBe(2);
  expect(dependencies.map(({ name, canBeMissed }) => [name, canBeMissed])).toEqual([
    ['cache (Redis)', true],
    ['event stream (Redis)', true],
  ]);
});

describe.skipIf(redisServerPath === null)('with a real Redis', () => {
  test('two processes count together', async () => {
    const server = await startRedisServer(redisServerPath as string);
    onTestFinished(server.close);
    const [one, other] = [await open(server.url, true), await open(server.url, true)];
    await Promise.all([...one.dependencies, ...other.dependencies].map(({ check }) => check()));
    await one.cache.count('guess', 60_000, 3);
    expect((await other.cache.count('guess', 60_000)).count).toBe(4);
  });
});
