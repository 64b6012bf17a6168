/** A few works at once, in the order they were given. */
export interface Lane {
  /** Waits for a free place, then starts the work. @throws what an earlier work threw; nothing is started after that */
  readonly start: (work: () => Promise<void>) => Promise<void>;
  /** Waits until nothing runs any more. @throws what a work threw */
  readonly finish: () => Promise<void>;
}

export function createLane(max: number): Lane {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const check = (): void => {
    if (failure) throw failure.error;
  };
  return {
    start: async (work) => {
      while (running.size >= max) await Promise.race(running);
      check();
      const done = work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => running.delete(done));
      running.add(done);
    },
    finish: async () => {
      await Promise.all(running);
      check();
    },
  };
}
