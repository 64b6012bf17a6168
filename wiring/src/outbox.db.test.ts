import { createGraphileQueue } from '@gati/job-queue';
import { bindJob, defineJob, type BoundJob } from '@gati/jobs';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { followers } from './followers.ts';
import { createOutbox } from './outbox.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

const job = (name: string): BoundJob =>
  bindJob(
    defineJob({ name, payload: z.object({ artifactId: z.string() }), dedupeKey: ({ artifactId }) => artifactId, attempts: 1, run: async () => {} }),
    undefined,
  );
const open = () => createOutbox({ database, queue: createGraphileQueue(database), clock: () => new Date(), jobOf: job });
const traces = async (artifactId: string) => ({
  facts: await database.client.outboxFact.count({ where: { payload: { path: ['artifactId'], equals: artifactId } } }),
  jobs: (await database.pool.query("select count(*)::int as n from graphile_worker.jobs where key like '%' || $1", [artifactId])).rows[0].n as number,
});

test('a fact and the jobs of its followers appear with the transaction', async () => {
  const following = followers['artifact.changed']!;
  await open().transaction((_, emit) => emit('artifact.changed', { artifactId: 'kept' }));

  expect(await traces('kept')).toEqual({ facts: 1, jobs: following.length });
  expect(following.length).toBeGreaterThan(0);
});

test('neither is left by a transaction that fails', async () => {
  await expect(
    open().transaction(async (_, emit) => {
      await emit('artifact.changed', { artifactId: 'lost' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');

  expect(await traces('lost')).toEqual({ facts: 0, jobs: 0 });
});

test('a fact that nobody declared is refused, rather than lost', async () => {
  await expect(open().transaction((_, emit) => emit('artifact.vanished', { artifactId: 'x' }))).rejects.toThrow(/followers/);
});
