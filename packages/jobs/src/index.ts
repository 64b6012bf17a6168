import type { z } from 'zod';

/** A unit of work that runs later, at least once, in any order. */
export interface Job<P, D> {
  /** `<context>.<verb-noun>`; never renamed while one may be queued. */
  readonly name: string;
  /** Parsed when enqueued and again when run: a queue outlives a deploy. */
  readonly payload: z.ZodType<P>;
  /** Equal keys waiting are one job. */
  readonly dedupeKey: (payload: P) => string;
  /** Then it is a dead letter, kept with its last error. */
  readonly attempts: number;
  /** Lower runs first; 0 unless told. */
  readonly priority?: number;
  /** Must end the same when run again. `signal` fires when the worker stops; `lastAttempt` says that a failure now is final. */
  readonly run: (payload: P, dependencies: D, run: { readonly signal: AbortSignal; readonly lastAttempt: boolean }) => Promise<void>;
}
export const defineJob = <P, D>(job: Job<P, D>): Job<P, D> => job;

/** A job with its dependencies given: what a worker runs and what an outbox enqueues. */
export interface BoundJob {
  readonly name: string;
  readonly attempts: number;
  readonly priority: number;
  /** @throws ZodError when the payload is not what the job declares */
  readonly prepare: (payload: unknown) => { readonly payload: unknown; readonly dedupeKey: string };
  readonly run: (payload: unknown, run: { readonly signal: AbortSignal; readonly lastAttempt: boolean }) => Promise<void>;
}

export const bindJob = <P, D>(job: Job<P, D>, dependencies: D): BoundJob => ({
  name: job.name,
  attempts: job.attempts,
  priority: job.priority ?? 0,
  prepare: (payload) => {
    const parsed = job.payload.parse(payload);
    return { payload: parsed, dedupeKey: job.dedupeKey(parsed) };
  },
  run: (payload, run) => job.run(job.payload.parse(payload), dependencies, run),
});
