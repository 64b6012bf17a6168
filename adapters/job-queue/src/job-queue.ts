import type { SqlRunner } from '@gati/database';
import type { BoundJob } from '@gati/jobs';

export interface EnqueueOptions {
  /** Not before then; an equal job that waits keeps its own time, so that a stream of them is not put off for ever. */
  readonly runAt?: Date;
}

export interface JobQueue {
  /** Queues a job in the caller's transaction: it exists if and only if that commits. Equal dedupe keys that still wait are one job. */
  readonly enqueue: (
    tx: SqlRunner,
    job: Pick<BoundJob, 'name' | 'attempts' | 'priority' | 'prepare'>,
    payload: unknown,
    options?: EnqueueOptions,
  ) => Promise<void>;
  /** Runs jobs until stopped, also over outages of whatever keeps them; a job whose worker was killed is run again by another. */
  readonly work: (jobs: readonly BoundJob[], options: WorkOptions) => Promise<Worker>;
  /** How many wait, run, or are given up, by job name. */
  readonly counts: () => Promise<readonly { readonly name: string; readonly waiting: number; readonly running: number; readonly dead: number }[]>;
}

export interface WorkOptions {
  readonly concurrency: number;
  /** Told of each end of a job. */
  readonly onEnd: (end: { readonly name: string; readonly attempt: number; readonly durationMs: number; readonly error: unknown | null }) => void;
  /** Told of what went wrong outside of any job: a lost connection. */
  readonly onProblem: (error: unknown) => void;
}

export interface Worker {
  /** Takes no new job, lets the running ones end within the time, then gives them back. */
  readonly stop: (patienceMs: number) => Promise<void>;
}
