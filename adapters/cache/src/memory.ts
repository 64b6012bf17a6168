import type { Cache } from './cache.ts';

interface Entry {
  readonly value: unknown;
  readonly expiresAt: number;
  readonly tags: readonly string[];
}

/** Enough for the sessions and rate limits of one process; past it the least recently used goes. */
const entriesMaxDefault = 50_000;

/** Values in this process's memory. */
export function createMemoryCache({
  entriesMax = entriesMaxDefault,
  now = () => Date.now(),
}: { readonly entriesMax?: number; readonly now?: () => number } = {}): Cache {
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
    count: async (key, windowMs, by = 1) => {
      const before = find(`count:${key}`);
      const count = ((before?.value as number | undefined) ?? 0) + by;
      const expiresAt = before?.expiresAt ?? now() + windowMs;
      keep(`count:${key}`, { value: count, expiresAt, tags: [] });
      return { count, endsAt: new Date(expiresAt) };
    },
    check: async () => {},
  };
}
