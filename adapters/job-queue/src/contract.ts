import type { Database } from '@gati/database';
import { bindJob, defineJob, type BoundJob } from '@gati/jobs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { JobQueue, Worker } from './job-queue.ts';

interface Setting {
  readonly queue: JobQueue;
  readonly database: Pick<Database, 'client' | 'transaction'>;
}

const job = (name: string, run: (payload: { id: string }, last: boolean) => Promise<void>, attempts = 3): BoundJob =>
  bindJob(
    defineJob({
      name,
      payload: z.object({ id: z.string() }),
      dedupeKey: ({ id }) => id,
      attempts,
      run: async (payload, _, { lastAttempt }) => run(payload, lastAttempt),
    }),
    undefined,
  );

/** A busy machine may take its time; only what never happens is a failure. */
const patience = { timeout: 20_000, interval: 20 } as const;

/** What every job queue must hold; run once for each vendor. */
export function jobQueueContract(name: string, open: () => Setting): void {
  describe(`${name} as job queue`, () => {
    let worker: Worker | null = null;
    afterEach(async () => {
      await worker?.stop(1_000);
      worker = null;
    });
    const ended: { name: string; error: unknown }[] = [];
    const work = async (jobs: readonly BoundJob[]) => {
      worker = await open().queue.work(jobs, { concurrency: 4, onEnd: (end) => void ended.push(end), onProblem: () => {} });
    };

    test('a job of a transaction that is rolled back never runs', async () => {
      const { queue, database } = open();
      const ran: string[] = [];
      const job1 = job('contract.rolled-back', async ({ id }) => void ran.push(id));
      await database.transaction(async (tx) => (await queue.enqueue(tx, job1, { id: 'kept' }), undefined));
      await database
        .transaction(async (tx) => {
          await queue.enqueue(tx, job1, { id: 'rolled-back' });
          throw new Error('no');
        })
        .catch(() => {});

      await work([job1]);

      await vi.waitFor(() => expect(ran).toEqual(['kept']), patience);
      await vi.waitFor(async () => expect((await queue.counts()).filter(({ name }) => name === 'contract.rolled-back')).toEqual([]), patience);
      expect(ran).toEqual(['kept']);
    });

    test('equal dedupe keys that wait are one job with the newest payload', async () => {
      const { queue, database } = open();
      const ran: string[] = [];
      const once = job('contract.once', async ({ id }) => void ran.push(id));
      for (const id of ['a', 'a', 'b', 'a']) await queue.enqueue(database.client, once, { id });

      await work([once]);

      await vi.waitFor(() => expect(ran.toSorted()).toEqual(['a', 'b']), patience);
    });

    test('a job that fails is run again, and told when it is the last time', async () => {
      const { queue, database } = open();
      const attempts: boolean[] = [];
      const failing = job(
        'contract.failing',
        async (_, last) => {
          attempts.push(last);
          if (!last) throw new Error('again');
        },
        2,
      );
      await queue.enqueue(database.client, failing, { id: 'x' });

      await work([failing]);

      await vi.waitFor(() => expect(attempts).toEqual([false, true]), patience);
    });

    test('a job that always fails ends as a dead letter and stops nobody else', async () => {
      const { queue, database } = open();
      const ran: string[] = [];
      const poison = job('contract.poison', async () => Promise.reject(new Error('always')), 1);
      const good = job('contract.good', async ({ id }) => void ran.push(id));
      await queue.enqueue(database.client, poison, { id: 'x' });
      await queue.enqueue(database.client, good, { id: 'y' });

      await work([poison, good]);

      await vi.waitFor(async () => expect((await queue.counts()).find(({ name }) => name === 'contract.poison')).toMatchObject({ dead: 1 }), patience);
      await vi.waitFor(() => expect(ran).toEqual(['y']), patience);
    });

    test('a payload that the job does not declare is refused when it is queued', async () => {
      const { queue, database } = open();
      const strict = job('contract.strict', async () => {});

      await expect(queue.enqueue(database.client, strict, { id: 7 })).rejects.toThrow();
    });
  });
}
