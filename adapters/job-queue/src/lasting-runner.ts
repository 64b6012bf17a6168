import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { createLease } from './leases.ts';

/** graphile-worker looks for lost wake-ups this often; NOTIFY wakes it at once otherwise. */
const pollIntervalMs = 1_000;
/** Between two tries to begin again while the database is away. */
const restartMs = 2_000;

interface Options {
  readonly pool: pg.Pool;
  readonly url: string;
  readonly concurrency: number;
  readonly tasks: TaskList;
  readonly onProblem: (error: unknown) => void;
}

/** One life of graphile-worker, with the lease that says it is alive. */
async function startLife({ pool, url, concurrency, tasks, onProblem }: Options) {
  const events: WorkerEvents = new EventEmitter();
  let workerId = '';
  events.once('pool:create', ({ workerPool }) => void (workerId = workerPool.id));
  const runner: Runner = await run({
    pgPool: pool,
    concurrency,
    pollInterval: pollIntervalMs,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    events,
    taskList: tasks,
    // Without batches the end of a job is written once and nobody waits for it: where the database is away at that moment, Node ends the process for an unhandled
    // rejection. A batch of none waits 0 ms, is tried again for minutes, and then ends the runner in order.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  const ended = runner.promise.catch(onProblem);
  const lease = createLease({ url, workerId, onProblem });
  try {
    await lease.start();
  } catch (error) {
    await runner.stop().catch(onProblem);
    throw error;
  }
  return {
    ended,
    stop: async () => {
      await runner.stop().catch(onProblem);
      await lease.close();
    },
    /** Lets the lease go, so that the jobs it held are given to others. */
    bury: () => lease.close().catch(onProblem),
  };
}

/**
 * Runs jobs until told to stop: a runner that ended by itself, because the database was away for longer than it tries, is followed by another.
 * @throws when the first cannot be started
 */
export async function startLastingRunner(options: Options): Promise<{ readonly stop: () => Promise<void> }> {
  const { onProblem } = options;
  const stopping = new AbortController();
  let life = await startLife(options);

  const begin = async () => {
    while (!stopping.signal.aborted) {
      try {
        return await startLife(options);
      } catch (error) {
        onProblem(error);
        await wait(restartMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
    return null;
  };
  const watch = async () => {
    for (;;) {
      await life.ended;
      if (stopping.signal.aborted) return;
      onProblem(new Error('The worker ended by itself; another is started.'));
      await life.bury();
      const next = await begin();
      if (!next) return;
      if (stopping.signal.aborted) return next.stop();
      life = next;
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await life.stop();
      await watching;
    },
  };
}
