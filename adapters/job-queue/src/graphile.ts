import { continueTrace, traceHeaders, withSpan } from '@gati/telemetry';
import type { SqlRunner } from '@gati/database';
import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { JobQueue, WorkOptions } from './job-queue.ts';
import { startLastingRunner } from './lasting-runner.ts';

/**
 * Jobs in the same PostgreSQL as everything else, by graphile-worker.
 * A job that fails waits exp(attempt) seconds before it is tried again; after its last attempt it stays as a dead letter with its last error.
 * A job whose worker was killed is given back within seconds (see leases.ts).
 */
export function createGraphileQueue({ pool, url }: { readonly pool: pg.Pool; readonly url: string }): JobQueue {
  return {
    enqueue: async (tx: SqlRunner, job, payload, { runAt } = {}) => {
      const { payload: parsed, dedupeKey } = job.prepare(payload);
      // Only the id is selected: the row type has columns that the driver adapter cannot read.
      await tx.$queryRaw`select id from graphile_worker.add_job(
        identifier => ${job.name}, payload => ${JSON.stringify({ payload: parsed, trace: traceHeaders() })}::json, max_attempts => ${job.attempts}::int, priority => ${job.priority}::int,
        job_key => ${`${job.name}:${dedupeKey}`}, job_key_mode => ${runAt ? 'preserve_run_at' : 'replace'}, run_at => ${runAt ?? null}::timestamptz)`;
    },

    work: async (jobs, options) => {
      const stopping = new AbortController();
      const { concurrency, onProblem } = options;
      const runner = await startLastingRunner({ pool, url, concurrency, tasks: taskListOf(jobs, options, stopping.signal), onProblem });
      return {
        stop: async (patienceMs) => {
          const timer = setTimeout(() => stopping.abort(), patienceMs);
          await runner.stop();
          clearTimeout(timer);
          stopping.abort();
        },
      };
    },

    counts: async () => {
      const { rows } = await pool.query<{ name: string; waiting: number; running: number; dead: number }>(
        `select task_identifier as name,
                count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
                count(*) filter (where locked_at is not null)::int as running,
                count(*) filter (where locked_at is null and attempts >= max_attempts)::int as dead
         from graphile_worker.jobs group by 1 order by 1`,
      );
      return rows;
    },
  };
}

function taskListOf(jobs: Parameters<JobQueue['work']>[0], { onEnd }: WorkOptions, signal: AbortSignal): TaskList {
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (stored: unknown, { job: { attempts, max_attempts } }: { job: { attempts: number; max_attempts: number } }) => {
        const startedAt = performance.now();
        let error: unknown = null;
        try {
          const { payload, trace } = stored as { payload: unknown; trace: Record<string, string> };
          await continueTrace(trace, () =>
            withSpan(`job ${job.name}`, { attempt: attempts }, () => job.run(payload, { signal, lastAttempt: attempts >= max_attempts })),
          );
        } catch (thrown) {
          error = thrown;
          throw thrown;
        } finally {
          onEnd({ name: job.name, attempt: attempts, durationMs: performance.now() - startedAt, error });
        }
      },
    ]),
  );
}
