import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from '../generated/client.ts';
import { throwTyped } from './unavailable.ts';

/** All tables, inside or outside a transaction. A context takes a `Pick` of its own models. */
export type Transaction = Prisma.TransactionClient;
/** Runs SQL in whatever transaction it belongs to: what adapters need. */
export type SqlRunner = Pick<Transaction, '$queryRaw' | '$executeRaw' | '$queryRawUnsafe' | '$executeRawUnsafe'>;

/** Where the database cannot be asked, everything but `ping` throws UPSTREAM_UNAVAILABLE; connections are made again by themselves. */
export interface Database {
  /** Reads and single writes, each its own transaction. */
  readonly client: Transaction;
  /**
   * Runs the work in one READ COMMITTED transaction, all or nothing; runs it again, at most twice, when the database asks for it (serialization failure, deadlock).
   * The work must touch nothing outside the transaction.
   */
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** The pool below, for listeners and workers. */
  readonly pool: pg.Pool;
  readonly url: string;
  /** @throws when the database does not answer */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** SQLSTATE 40001 and 40P01, as Prisma reports them (P2034) or the driver does. */
const asksForRetry = (error: unknown): boolean => {
  const { code, meta } = error as { code?: string; meta?: { code?: string; driverAdapterError?: { cause?: { originalCode?: string } } } };
  return ['P2034', '40001', '40P01'].some((wanted) => wanted === code || wanted === meta?.code || wanted === meta?.driverAdapterError?.cause?.originalCode);
};

const retriesMax = 2;

/** What waits for the end of each transaction that runs in this process. */
const afterwards = new WeakMap<object, (() => void)[]>();

/** Does the work once the transaction has committed, and never when it is rolled back; at once where there is none. The work must not throw, and is lost with the process. */
export function afterCommit(tx: SqlRunner, work: () => void): void {
  const waiting = afterwards.get(tx);
  if (waiting) waiting.push(work);
  else work();
}

/** Opens nothing by itself: the first query does. @param connectionsMax  upper bound of open connections of this process */
export function connectDatabase(url: string, { connectionsMax = 10 }: { readonly connectionsMax?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'gati',
  });
  // A connection that the server closes is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => {});
  pool.on('connect', (connection) => void connection.on('error', () => {}));
  const client = new PrismaClient({ adapter: new PrismaPg(pool) }).$extends({
    query: { $allOperations: ({ args, query }) => query(args).catch(throwTyped) },
  }) as unknown as PrismaClient;

  const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const waiting: (() => void)[] = [];
        const noted = (tx: Transaction) => {
          afterwards.set(tx, waiting);
          return work(tx);
        };
        const result = await client.$transaction(noted, { isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted, maxWait: 10_000, timeout: 30_000 });
        for (const each of waiting) each();
        return result;
      } catch (error) {
        if (attempt >= retriesMax || !asksForRetry(error)) throwTyped(error);
      }
    }
  };

  return {
    client,
    transaction,
    pool,
    url,
    ping: async () => void (await pool.query('select 1')),
    close: async () => {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}
