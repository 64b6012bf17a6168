import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { bindJob, defineJob } from '@gati/jobs';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
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
  await vi.waitFor(() => expect(starts).toBe(1), { timeout: 15_000 });
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

/** Jobs that say they ran, on a worker, and somebody who ends every connection of their database. */
async function openBesideOutages() {
  const queue = createGraphileQueue(database);
  const other = await createTestDatabase();
  const endConnections = () =>
    other.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [new URL(database.url).pathname.slice(1)]);
  const ran: string[] = [];
  const work: Record<string, () => Promise<unknown>> = {};
  const job = bindJob(
    defineJob({
      name: 'beside-outages',
      payload: z.object({ id: z.string() }),
      dedupeKey: ({ id }) => id,
      attempts: 3,
      run: async ({ id }) => {
        await work[id]?.();
        ran.push(id);
      },
    }),
    undefined,
  );
  const worker = await queue.work([job], { concurrency: 1, onEnd: () => {}, onProblem: () => {} });
  onTestFinished(async () => {
    await worker.stop(1_000);
    await other.remove();
  });
  const isDone = (id: string) =>
    vi.waitFor(
      async () => {
        expect(ran).toContain(id);
        expect((await queue.counts()).filter(({ name }) => name === 'beside-outages')).toEqual([]);
      },
      { timeout: 20_000, interval: 100 },
    );
  const enqueue = (id: string) => vi.waitFor(() => queue.enqueue(database.client, job, { id }), { timeout: 10_000 });
  return { endConnections, enqueue, isDone, ran, work };
}

test('a worker whose connections were all ended goes on by itself', async () => {
  const { endConnections, enqueue, isDone } = await openBesideOutages();
  for (const id of ['one', 'two', 'three']) {
    await endConnections();
    await enqueue(id);
    await isDone(id);
  }
});

test('an outage at the very moment when a job ends costs nothing but time', async () => {
  const { enqueue, isDone, ran, work } = await openBesideOutages();
  const { promise: isOver, resolve: tellOver } = Promise.withResolvers<void>();
  work['unlucky'] = async () => {
    if (ran.length > 0) return;
    // Whoever writes the job's end waits for this row, and loses the connection while waiting.
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select 1 from graphile_worker._private_jobs for update');
    void wait(300)
      .then(() => holder.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'))
      .then(() => holder.end())
      .then(tellOver);
  };
  await enqueue('unlucky');
  await isOver;
  await isDone('unlucky');
  await enqueue('next');
  await isDone('next');
  expect(ran.filter((id) => id === 'next')).toHaveLength(1);
});

test('a runner that ends by itself is followed by another', async () => {
  const { enqueue, isDone } = await openBesideOutages();
  await enqueue('before');
  await isDone('before');
  // What graphile-worker takes for a reason to leave; it also sets the exit code of the process.
  await database.pool.query(`select pg_notify('worker:migrate', '{"breaking":true,"migrationNumber":999}')`);
  await vi.waitFor(() => expect(process.exitCode).toBe(57), { timeout: 15_000 });
  process.exitCode = undefined;
  await enqueue('after');
  await isDone('after');
});
