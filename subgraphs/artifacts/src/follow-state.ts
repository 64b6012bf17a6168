/** A stream that gives the newest state, never a queue of old ones. */
export interface FollowedState<S> {
  /** The present state; null when there is nothing to follow any more, or the caller may not see it. */
  readonly read: () => Promise<S | null>;
  readonly sequenceOf: (state: S) => number;
  readonly isTerminal: (state: S) => boolean;
  /** Yields when there may be news; ends with the signal. */
  readonly news: (signal: AbortSignal) => AsyncIterable<void>;
  /** Only states above this are given; null for the present one too. */
  readonly after: number | null;
  /** Without news the state, and the right to see it, are looked at again after this. */
  readonly recheckEveryMs: number;
}

/**
 * Gives the present state first and then each newer one when it is asked for: whoever is slow skips states, nothing waits in memory. Ends after a terminal state, and when `read` gives nothing.
 * Written by hand: an async generator's return() would wait behind a next() that waits for news.
 */
export function followState<S>({ read, sequenceOf, isTerminal, news, after, recheckEveryMs }: FollowedState<S>): AsyncIterableIterator<S> {
  const controller = new AbortController();
  const ended = { done: true, value: undefined } as const;
  // Listening starts before the first look, so that nothing falls between the two.
  const listening = news(controller.signal)[Symbol.asyncIterator]();
  const never = new Promise<'news'>(() => {});
  /** A source of news that ends or fails leaves the regular look. */
  const hear = (): Promise<'news'> =>
    listening.next().then(
      ({ done }) => (done ? never : 'news'),
      () => never,
    );
  const stopped = new Promise<'stopped'>((resolve) => controller.signal.addEventListener('abort', () => resolve('stopped'), { once: true }));
  let heard = hear();
  let last = after;
  let isOver = false;

  const end = (): typeof ended => {
    isOver = true;
    controller.abort();
    void listening.return?.();
    return ended;
  };

  async function next(): Promise<IteratorResult<S>> {
    for (let isFirst = true; !isOver; isFirst = false) {
      if (!isFirst) await newsOrTime();
      if (isOver) break;
      const state = await read();
      if (isOver || state === null) break;
      const isNew = last === null || sequenceOf(state) > last;
      if (isNew) {
        last = sequenceOf(state);
        if (isTerminal(state)) end();
        return { done: false, value: state };
      }
      if (isTerminal(state)) break;
    }
    return end();
  }

  /** Waits for news, for the time, or for the end. */
  async function newsOrTime(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<'time'>((resolve) => (timer = setTimeout(resolve, recheckEveryMs, 'time')));
    const reason = await Promise.race([heard, time, stopped]);
    clearTimeout(timer);
    if (reason === 'news') heard = hear();
  }

  const states: AsyncIterableIterator<S> = {
    [Symbol.asyncIterator]: () => states,
    next: async () => {
      if (isOver) return ended;
      try {
        return await next();
      } catch (error) {
        end();
        throw error;
      }
    },
    return: async () => end(),
    throw: async (error) => {
      end();
      throw error;
    },
  };
  return states;
}
