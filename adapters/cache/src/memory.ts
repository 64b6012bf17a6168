import type { Cache } from './cache.ts';

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
  readonly tags: readonly string[];
}

/** Enough for the sessions of one process; past it the least recently used goes. */
const entriesMaxDefault = 50_000;
/** Enough for the rate limits of one process, some 15 MB; past it the window that ends soonest goes. */
const countersMaxDefault = 100_000;

interface Bounds {
  readonly entriesMax?: number;
  readonly countersMax?: number;
  readonly now?: () => number;
}

/** Values in this process's memory; what is counted lies apart, so that no number of values wipes a count out. */
export function createMemoryCache({ entriesMax = entriesMaxDefault, countersMax = countersMaxDefault, now = () => Date.now() }: Bounds = {}): Cache {
  const count = createCounters(countersMax, now);
  // A Map keeps insertion order: the first key is the least recently used.
  const entries = new Map<string, Entry>();
  const keysByTag = new Map<string, Set<string>>();

  const forget = (key: string) => {
    const entry = entries.get(key);
    entries.delete(key);
    for (const tag of entry?.tags ?? []) {
      const keys = keysByTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) keysByTag.delete(tag);
    }
  };
  const find = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    if (entry.expiresAt <= now()) return void forget(key);
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };
  const keep = (key: string, entry: Entry) => {
    forget(key);
    entries.set(key, entry);
    for (const tag of entry.tags) keysByTag.set(tag, (keysByTag.get(tag) ?? new Set()).add(key));
    if (entries.size > entriesMax) forget(entries.keys().next().value as string);
  };

  return {
    get: async <T>(key: string) => find(key)?.value as T | undefined,
    set: async (key, value, { ttlMs, tags = [] }) => keep(key, { value, expiresAt: now() + ttlMs, tags }),
    invalidate: async (tag) => [...(keysByTag.get(tag) ?? [])].forEach(forget),
    count: async (key, windowMs, by = 1) => count(key, windowMs, by),
    check: async () => {},
  };
}

interface Counter {
  count: number;
  readonly endsAt: Date;
}

function createCounters(countersMax: number, now: () => number) {
  // Windows of one length end in the order in which they began, which is the order a Map keeps.
  const byLength = new Map<number, Map<string, Counter>>();
  let size = 0;

  const forgetFirst = (counters: Map<string, Counter>) => {
    counters.delete(counters.keys().next().value as string);
    size--;
  };
  const firstOf = (counters: Map<string, Counter>): Counter | undefined => counters.values().next().value;
  const endOf = (counters: Map<string, Counter>): number => firstOf(counters)?.endsAt.getTime() ?? Infinity;
  const forgetEnded = () => {
    for (const counters of byLength.values()) while (endOf(counters) <= now()) forgetFirst(counters);
  };
  const forgetSoonest = () => forgetFirst([...byLength.values()].reduce((soonest, counters) => (endOf(counters) < endOf(soonest) ? counters : soonest)));

  return (key: string, windowMs: number, by: number): Readonly<Counter> => {
    forgetEnded();
    const counters = byLength.get(windowMs) ?? new Map<string, Counter>();
    byLength.set(windowMs, counters);
    const known = counters.get(key);
    if (known) known.count += by;
    const counter = known ?? { count: Math.max(0, by), endsAt: new Date(now() + windowMs) };
    if (known || counter.count === 0) return { ...counter };
    if (size >= countersMax) forgetSoonest();
    counters.set(key, counter);
    size++;
    return { ...counter };
  };
}
