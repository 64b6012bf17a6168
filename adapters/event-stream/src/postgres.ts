import type { SqlRunner } from '@gati/database';
import pg from 'pg';
import type { EventStream } from './event-stream.ts';
import { assertTopic, createFollowers } from './followers.ts';

/** One channel for all topics: LISTEN costs a round trip each, and a process follows thousands. */
const channel = 'gati_events';
const reconnectMs = { first: 100, most: 5_000 };

/**
 * News over LISTEN/NOTIFY with one connection for each process. Payloads hold the topic alone, far below PostgreSQL's 8,000 bytes.
 * A lost connection is made again by itself; every follower is then woken, because something may have been missed.
 */
export function createPostgresEventStream({ url, onProblem }: { readonly url: string; readonly onProblem: (error: unknown) => void }): EventStream {
  const followers = createFollowers();
  let connection: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let isClosed = false;
  let hadConnection = false;
  let retry: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'gati-events' });
    client.on('error', onProblem);
    client.on('notification', ({ payload }) => followers.wake(payload ?? ''));
    client.once('end', () => {
      if (connection === client) connection = null;
      connectAgain(reconnectMs.first);
    });
    await client.connect();
    await client.query(`listen ${channel}`);
    if (isClosed) return client.end();
    connection = client;
    if (hadConnection) followers.wakeAll();
    hadConnection = true;
  };

  const connectAgain = (delayMs: number) => {
    if (isClosed || retry || connecting) return;
    retry = setTimeout(() => {
      retry = null;
      connecting = connect().then(
        () => void (connecting = null),
        (error: unknown) => {
          connecting = null;
          onProblem(error);
          connectAgain(Math.min(delayMs * 2, reconnectMs.most));
        },
      );
    }, delayMs);
    retry.unref();
  };

  /** Connects on first use; a follower that starts while the database is away waits for it like all others. */
  const ensureConnected = async (): Promise<void> => {
    if (connection || retry || isClosed) return;
    connecting ??= connect().finally(() => void (connecting = null));
    await connecting.catch((error: unknown) => {
      onProblem(error);
      connectAgain(reconnectMs.first);
    });
  };

  return {
    publish: async (tx: SqlRunner, topic: string) => {
      assertTopic(topic);
      await tx.$executeRaw`select pg_notify(${channel}, ${topic})`;
    },

    follow: (topic, signal) => followers.follow(topic, signal, ensureConnected()),

    check: async () => {
      await ensureConnected();
      if (!connection) throw new Error('not listening');
    },

    close: async () => {
      isClosed = true;
      if (retry) clearTimeout(retry);
      await connecting?.catch(() => {});
      await connection?.end();
      connection = null;
    },
  };
}
