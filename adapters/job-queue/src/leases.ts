import pg from 'pg';

/** A worker that is seen dead twice, this far apart, is dead: between taking its first job and taking its lease lie some milliseconds. */
const lookIntervalMs = 2_000;
const keyOf = (workerId: string): string => `gati-worker:${workerId}`;

/**
 * Says which workers are alive: each holds an advisory lock on a connection of its own, which PostgreSQL lets go when the process dies.
 * graphile-worker alone would wait four hours before it runs the job of a killed worker again.
 */
export function createLease({ url, workerId, onProblem }: { readonly url: string; readonly workerId: string; readonly onProblem: (error: unknown) => void }) {
  let connection: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let suspects: ReadonlySet<string> = new Set();

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'gati-worker-lease' });
    client.on('error', onProblem);
    client.once('end', () => void (connection === client && (connection = null)));
    await client.connect();
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [keyOf(workerId)]);
    return (connection = client);
  };

  /** The other workers that hold jobs and whose lock nobody holds. */
  const seemDead = async (client: pg.Client): Promise<ReadonlySet<string>> => {
    const { rows } = await client.query<{ id: string }>(
      'select distinct locked_by as id from graphile_worker.jobs where locked_by is not null and locked_by <> $1',
      [workerId],
    );
    const dead = new Set<string>();
    for (const { id } of rows) {
      const answer = await client.query<{ free: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as free', [keyOf(id)]);
      if (!answer.rows[0]?.free) continue;
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [keyOf(id)]);
      dead.add(id);
    }
    return dead;
  };

  const look = async (): Promise<void> => {
    const client = connection ?? (await connect());
    const now = await seemDead(client);
    const dead = [...now].filter((id) => suspects.has(id));
    suspects = now;
    if (dead.length > 0) await client.query('select graphile_worker.force_unlock_workers($1)', [dead]);
  };

  const lookAgain = (): void => {
    timer = setTimeout(
      () =>
        void look()
          .catch(onProblem)
          .finally(() => void (isClosed || lookAgain())),
      lookIntervalMs,
    );
    timer.unref();
  };

  return {
    /** Takes the lease, and from then on gives the jobs of dead workers back. */
    start: async (): Promise<void> => {
      await look();
      lookAgain();
    },
    close: async (): Promise<void> => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await connection?.end();
    },
  };
}
