import type { Clock } from '@gati/clock';
import type { Database, Transaction } from '@gati/database';
import type { JobQueue } from '@gati/job-queue';
import type { BoundJob } from '@gati/jobs';
import { followers } from './followers.ts';

/** Leaves a fact behind in the transaction: its row in the outbox, and a job for each follower. */
type Emit = (name: string, payload: object) => Promise<void>;

export interface Outbox {
  /** Runs work in one transaction; what it emits appears with it or not at all. */
  readonly transaction: <T>(work: (tables: Transaction, emit: Emit) => Promise<T>) => Promise<T>;
  /** For work that is in a transaction already. */
  readonly emitIn: (tables: Transaction) => Emit;
}

/** There is no relay: followers are enqueued with the fact itself, and the outbox is the replay log. @param jobOf  finds a declared job by name */
export function createOutbox({
  database,
  queue,
  clock,
  jobOf,
}: {
  readonly clock: Clock;
  readonly database: Pick<Database, 'transaction'>;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly jobOf: (name: string) => BoundJob;
}): Outbox {
  const emitIn =
    (tables: Transaction): Emit =>
    async (name, payload) => {
      const ofFact = followers[name];
      if (!ofFact) throw new Error(`The fact ${name} is not in the table of followers.`);
      await tables.outboxFact.create({ data: { name, payload }, select: { id: true } });
      for (const { job, payload: payloadOf, delayMs } of ofFact) {
        await queue.enqueue(
          tables,
          jobOf(job),
          payloadOf(payload as Record<string, unknown>),
          delayMs === undefined ? {} : { runAt: new Date(clock().getTime() + delayMs) },
        );
      }
    };
  return { emitIn, transaction: (work) => database.transaction((tables) => work(tables, emitIn(tables))) };
}
