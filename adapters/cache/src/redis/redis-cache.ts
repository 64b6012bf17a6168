import { createClient } from 'redis';
import type { Cache } from '../cache.ts';
import { createMemoryCache } from '../memory.ts';
import { createPatience, within } from './patience.ts';
import { scripts } from './scripts.ts';

export type RedisCache = Cache & { readonly close: () => Promise<void> };

interface Options {
  /** `redis://` or `rediss://`; its database belongs to one installation alone. */
  readonly url: string;
  readonly onProblem: (error: unknown) => void;
}

/** Longer than Redis takes for anything asked here; who waits for a cache longer had better go without. */
const patienceMs = 300;
const restMs = 1_000;
/** `check` may take longer than a value is worth. */
const checkPatienceMs = 1_500;
/** Room for a burst; what does not fit goes as if Redis were away. */
const queuedMax = 10_000;

/**
 * Values and counts in a Redis that several processes share, each step atomic there.
 * While it is away nothing fails: values are unknown, and each process counts for itself. It connects again by itself.
 * Redis must be set to evict nothing or what expires soonest (`volatile-ttl`): what it forgets early is a limit that begins anew.
 */
export function createRedisCache({ url, onProblem }: Options): RedisCache {
  const client = createClient({
    url,
    name: 'gati-cache',
    disableOfflineQueue: true,
    commandsQueueMaxLength: queuedMax,
    socket: { connectTimeout: 2_000, reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2_000) },
  });
  client.on('error', onProblem);
  const connected = client.connect();
  // Closed before it was ever connected.
  connected.catch(() => {});
  const attempt = createPatience({ patienceMs, restMs, onProblem });
  const countedHere = createMemoryCache();

  const valueKey = (key: string) => `gati:value:${key}`;
  const tagKey = (tag: string) => `gati:tag:${tag}`;

  return {
    get: <T>(key: string) =>
      attempt<T | undefined>(
        async () => {
          const text = await client.hGet(valueKey(key), 'v');
          return typeof text === 'string' ? (JSON.parse(text) as T) : undefined;
        },
        () => undefined,
      ),

    set: (key, value, { ttlMs, tags = [] }) => {
      if (tags.some((tag) => tag.includes('\n'))) throw new Error('A tag is one line.');
      const listed = tags.length > 0 ? `\n${tags.join('\n')}\n` : '';
      return attempt<void>(
        async () => void (await client.eval(scripts.set, { keys: [valueKey(key)], arguments: [JSON.stringify(value), `${ttlMs}`, listed, tagKey('')] })),
        () => {},
      );
    },

    // While Redis is away nothing is read from it either; who reads it all the same sees the value for the rest of its time.
    invalidate: (tag) =>
      attempt<void>(
        async () => void (await client.eval(scripts.invalidate, { keys: [tagKey(tag)], arguments: [tag] })),
        () => {},
      ),

    count: (key, windowMs, by = 1) =>
      attempt(
        async () => {
          const [count, endsAt] = (await client.eval(scripts.count, { keys: [`gati:count:${key}`], arguments: [`${windowMs}`, `${by}`] })) as [number, string];
          return { count: Number(count), endsAt: new Date(Number(endsAt)) };
        },
        () => countedHere.count(key, windowMs, by),
      ),

    check: async () =>
      void (await within(
        checkPatienceMs,
        connected.then(() => client.ping()),
      )),

    close: async () => client.destroy(),
  };
}
