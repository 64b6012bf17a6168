import type { Cache } from '@gati/cache';

export interface CachedReader {
  /** The value under this key, at most `ttlMs` old; those who ask at the same time share one read. Remembered only under a tag: what anyone could make up (`null` for a secret) is read anew. */
  readonly read: <T>(key: string, tag: (value: T) => string | null, load: () => Promise<T>) => Promise<T>;
  /** Forgets what was read under a tag, here at once; other processes see the change after `ttlMs` at most. */
  readonly forget: (tag: string) => Promise<void>;
}

/** Values must survive JSON: a cache may live in another process. */
export function createCachedReader({ cache, ttlMs }: { readonly cache: Cache; readonly ttlMs: number }): CachedReader {
  const underWay = new Map<string, Promise<unknown>>();
  return {
    read: async <T>(key: string, tag: (value: T) => string | null, load: () => Promise<T>): Promise<T> => {
      const known = await cache.get<{ readonly value: T }>(key);
      if (known) return known.value;
      const reading = underWay.get(key);
      if (reading) return reading as Promise<T>;
      const work = (async () => {
        const value = await load();
        const under = tag(value);
        if (under !== null) await cache.set(key, { value }, { ttlMs, tags: [under] });
        return value;
      })().finally(() => underWay.delete(key));
      underWay.set(key, work);
      return work;
    },
    forget: (tag) => cache.invalidate(tag),
  };
}
