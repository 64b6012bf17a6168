import type { BoundJob } from '@gati/jobs';
import type { Closing } from './closing.ts';
import type { Installation } from './installation.ts';

/** Jobs at once in one process: each holds at most two connections. */
const concurrency = 4;
const stopPatienceMs = 5_000;

/** Jobs that nothing asks for, and how often they run at most: equal ones that wait are one, however many workers there are. */
const repeated: Readonly<Record<string, number>> = {
  'namespaces.sweep-expired': 15 * 60_000,
  'namespaces.recheck-verifications': 5 * 60_000,
  'namespaces.seal-audit-log': 60_000,
  'artifacts.collect-garbage': 60 * 60_000,
  'artifacts.scrub-store': 60 * 60_000,
  'artifacts.reconcile-store': 24 * 60 * 60_000,
};

/** Runs the jobs of every context until the process closes. */
export async function startWorker({ queue, log, metrics, database }: Installation, jobs: readonly BoundJob[], closing: Closing): Promise<void> {
  const worker = await queue.work(jobs, {
    concurrency,
    onProblem: (error) => log.warn({ err: error }, 'the worker lost its connection'),
    onEnd: ({ name, attempt, durationMs, error }) => {
      metrics.jobEnded({ name, outcome: error ? 'failed' : 'done', durationMs });
      const context = { job: name, attempt, durationMs: Math.round(durationMs) };
      if (error) log.warn({ ...context, err: error }, 'a job failed');
      else log.info(context, 'a job is done');
    },
  });
  const timers = jobs.flatMap((job) => {
    const everyMs = repeated[job.name];
    if (everyMs === undefined) return [];
    const enqueue = () =>
      void queue.enqueue(database.client, job, {}).catch((error: unknown) => log.warn({ job: job.name, err: error }, 'a repeated job could not be queued'));
    enqueue();
    return [setInterval(enqueue, everyMs)];
  });
  closing.add('repeated jobs', async () => timers.forEach((timer) => clearInterval(timer)));
  closing.add('worker', () => worker.stop(stopPatienceMs), stopPatienceMs + 5_000);
}
