/** What becomes of a stream's values and of its end by an error. */
export interface IteratorMapping<A, B> {
  readonly each: (value: A) => Promise<B>;
  /** The last value of a stream that failed. */
  readonly failed: (error: unknown) => B;
}

/**
 * Maps a stream one value at a time: the next is asked for only when this one was taken, so nothing queues here.
 * `return()` reaches the source at once and settles a waiting `next()`. An async generator would let it wait behind a `next()` that may never settle,
 * and the source would leak.
 */
export function mapIterator<A, B>(source: AsyncIterable<A>, { each, failed }: IteratorMapping<A, B>): AsyncIterableIterator<B> {
  const inner = source[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let ended = false;
  let waiting: ((result: IteratorResult<B>) => void) | undefined;

  const release = async (): Promise<void> => {
    try {
      await inner.return?.();
    } catch {
      // The reader is gone: nobody is left to hear that the source did not like to stop.
    }
  };
  const stop = (): void => {
    if (ended) return;
    ended = true;
    waiting?.(done);
    void release();
  };

  async function pull(): Promise<IteratorResult<B>> {
    try {
      const next = await inner.next();
      if (!next.done) return { done: false, value: await each(next.value) };
      ended = true;
      return done;
    } catch (error) {
      if (ended) return done;
      ended = true;
      void release();
      return { done: false, value: failed(error) };
    }
  }

  const mapped: AsyncIterableIterator<B> = {
    [Symbol.asyncIterator]: () => mapped,
    next: () =>
      ended
        ? Promise.resolve(done)
        : new Promise((resolve) => {
            waiting = resolve;
            void pull().then(resolve);
          }),
    return: async () => {
      stop();
      return done;
    },
    throw: async (error) => {
      stop();
      throw error;
    },
  };
  return mapped;
}
