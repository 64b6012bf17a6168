import { createMemoryCache, type Cache } from '@gati/cache';
import type { Settings } from '@gati/config';
import type { Database } from '@gati/database';
import { createPostgresEventStream, type EventStream } from '@gati/event-stream';
import type { Log } from '@gati/telemetry';
import type { Closing } from './closing.ts';
import { StartError } from './data-folder.ts';
import type { Dependency } from './health.ts';

/** An outage is told this often. */
const tellAfterMs = 60_000;

interface Sharing {
  readonly cache: Cache;
  readonly events: EventStream;
  /** What health names. */
  readonly dependencies: readonly Dependency[];
}

/**
 * What the processes of an installation share beside the database: counts, short-lived values and news. In Redis, or each its own and news over PostgreSQL.
 * @param mustWork  whether a start without Redis is none: where several processes share it, one that starts while it is away goes on without and says so at /health/ready
 * @throws StartError when it must work and does not
 */
export async function openSharing({
  redisUrl,
  database,
  log,
  mustWork,
  closing,
}: Pick<Settings, 'redisUrl'> & {
  readonly database: Pick<Database, 'url'>;
  readonly log: Pick<Log, 'warn'>;
  readonly mustWork: boolean;
  readonly closing: Pick<Closing, 'add'>;
}): Promise<Sharing> {
  if (redisUrl === null) {
    const events = createPostgresEventStream({ url: database.url, onProblem: (error) => log.warn({ err: error }, 'the event stream lost its connection') });
    closing.add('event stream', events.close);
    return { cache: createMemoryCache(), events, dependencies: [{ name: 'event stream', check: events.check }] };
  }
  // Loaded on demand: who does not use Redis does not pay for its client.
  const [{ createRedisCache }, { createRedisEventStream }] = await Promise.all([import('@gati/cache/redis'), import('@gati/event-stream/redis')]);
  // A client that connects again and again says so each time.
  let toldAt = -Infinity;
  const onProblem = (error: unknown) => {
    if (performance.now() - toldAt < tellAfterMs) return;
    toldAt = performance.now();
    log.warn({ err: error }, 'Redis does not answer: until it does, this process counts for itself and followers look by themselves');
  };
  const cache = createRedisCache({ url: redisUrl, onProblem });
  closing.add('cache', cache.close);
  const events = createRedisEventStream({ url: redisUrl, onProblem });
  closing.add('event stream', events.close);
  if (mustWork) {
    try {
      await cache.check();
    } catch (error) {
      // The address holds a password.
      const { host } = new URL(redisUrl);
      throw new StartError(`The Redis at ${host} does not answer (${(error as Error).message}): start it, or mend or leave out REDIS_URL.`, { cause: error });
    }
  }
  return {
    cache,
    events,
    dependencies: [
      { name: 'cache (Redis)', check: cache.check, canBeMissed: true },
      { name: 'event stream (Redis)', check: events.check, canBeMissed: true },
    ],
  };
}
