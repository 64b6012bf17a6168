import type { Database, SqlRunner } from '@gati/database';
import { RegistryError } from '@gati/errors';
import { similarityMin } from './spelling.ts';

/** A search that takes longer is given up: one expensive text must not hold a connection that others wait for. */
const patienceMs = 2_000;

/** Runs reads that see one state of the index and end in time. @throws UPSTREAM_UNAVAILABLE when they do not */
export async function reading<T>({ transaction }: Pick<Database, 'transaction'>, work: (tx: SqlRunner) => Promise<T>): Promise<T> {
  try {
    return await transaction(async (tx) => {
      await tx.$executeRawUnsafe('set transaction isolation level repeatable read, read only');
      // A scan of the table opens the words of every README; where the planner thinks it cheaper, it was three to ten times as slow.
      await tx.$queryRawUnsafe(
        `select set_config('statement_timeout', '${patienceMs}', true), set_config('enable_seqscan', 'off', true), set_config('pg_trgm.similarity_threshold', '${similarityMin}', true)`,
      );
      return work(tx);
    });
  } catch (error) {
    if (isCancelled(error)) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The search' }, { cause: error });
    throw error;
  }
}

/** SQLSTATE 57014, query_canceled. */
const isCancelled = (error: unknown): boolean => {
  const { meta, message } = error as { meta?: { code?: string; driverAdapterError?: { cause?: { originalCode?: string } } }; message?: string };
  return meta?.code === '57014' || meta?.driverAdapterError?.cause?.originalCode === '57014' || Boolean(message?.includes('57014'));
};
