import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bindJob, defineJob } from '@gati/jobs';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { jobQueueContract } from './contract.ts';
import { createGraphileQueue } from './graphile.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.remove());

jobQueueContract('graphile-worker', () => ({ queue: createGraphileQueue(database), database }));

test('the job of a killed worker is run again within seconds, once', async () => {
  const queue = createGraphileQueue(database);
  const ran: string[] = [];
  const orphaned = bindJob(
    defineJob({ name: 'orphaned', payload: z.object({ id: z.string() }), dedupeKey: ({ id }) => id, attempts: 3, run: async ({ id }) => void ran.push(id) }),
    undefined,
  );
  await queue.enqueue(database.client, orphaned, { id: 'x' });
  const victim = spawn(process.execPath, [`${import.meta.dirname}/hanging-worker.ts`, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(victim.stdout, 'data');
  victim.kill('SIGKILL');
  await once(victim, 'exit');

  const worker = await queue.work([orphaned], { concurrency: 1, onEnd: () => {}, onProblem: () => {} });
  try {
    await vi.waitFor(() => expect(ran).toEqual(['x']), { timeout: 15_000 });
  } finally {
    await worker.stop(1_000);
  }
  expect(ran).toEqual(['x']);
});

test('the job of a worker that is alive is not taken away', async () => {
  const queue = createGraphileQueue(database);
  let starts = 0;
  const { promise: release, resolve: finish } = Promise.withResolvers<void>();
  const slow = bindJob(
    defineJob({
      name: 'slow',
      payload: z.object({ id: z.string() }),
      dedupeKey: ({ id }) => id,
      attempts: 3,
      run: async () => {
        starts++;
        await release;
      },
    }),
    undefined,
  );
  await queue.enqueue(database.client, slow, { id: 'x' });
  const first = await queue.work([slow], { concurrency: 1, onEnd: () => {}, onProblem: () => {} });
  await vi.waitFor(() => expect(starts).toBe(1));
  // A second worker gives back what it sees orphaned: here the job of a third, of which it knows as little as of the first.
  const given: string[] = [];
  const lost = bindJob(
    defineJob({ name: 'lost', payload: z.object({ id: z.string() }), dedupeKey: ({ id }) => id, attempts: 3, run: async ({ id }) => void given.push(id) }),
    undefined,
  );
  await queue.enqueue(database.client, lost, { id: 'y' });
  await database.pool.query("update graphile_worker._private_jobs set locked_by = 'gone', locked_at = now() where key = 'lost:y'");
  const second = await queue.work([slow, lost], { concurrency: 1, onEnd: () => {}, onProblem: () => {} });
  await vi.waitFor(() => expect(given).toEqual(['y']), { timeout: 15_000 });

  finish();
  await first.stop(1_000);
  await second.stop(1_000);
  expect(starts).toBe(1);
});
