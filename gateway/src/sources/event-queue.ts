/** A stream's events between the socket they come from and the reader who takes them, one at a time. */
export interface EventQueue<T> {
  readonly events: AsyncIterableIterator<T>;
  /** Where nobody reads, the oldest event makes room: an event is a state, and the newest counts. */
  push(event: T): void;
  /** The reader gets what is queued, then the end. */
  end(): void;
  /** The reader gets what is queued, then the error. */
  fail(error: Error): void;
}

export interface QueueOptions {
  /** Events kept for a slow reader. */
  readonly capacity: number;
  /** Called each time the reader asks for another event. */
  readonly onWanted: () => void;
  /** Called when the reader wants no more. */
  readonly onReturned: () => void;
}

/** A bounded queue with one reader. */
export function createEventQueue<T>({ capacity, onWanted, onReturned }: QueueOptions): EventQueue<T> {
  const queue: T[] = [];
  let ending: { readonly error?: Error } | undefined;
  let waiting: { resolve(result: IteratorResult<T>): void; reject(error: Error): void } | undefined;
  const done = { done: true, value: undefined } as const;

  function finish(how: { readonly error?: Error }): void {
    if (ending) return;
    ending = how;
    if (!waiting) return;
    if (how.error) waiting.reject(how.error);
    else waiting.resolve(done);
    waiting = undefined;
    ending = {};
  }

  const events: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => events,
    next() {
      if (!ending) onWanted();
      if (queue.length > 0) return Promise.resolve({ done: false, value: queue.shift() as T });
      if (ending) {
        const { error } = ending;
        ending = {};
        return error ? Promise.reject(error) : Promise.resolve(done);
      }
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    async return() {
      queue.length = 0;
      const wasOpen = !ending;
      finish({});
      if (wasOpen) onReturned();
      return done;
    },
  };

  return {
    events,
    push(event) {
      if (ending) return;
      if (waiting) {
        waiting.resolve({ done: false, value: event });
        waiting = undefined;
        return;
      }
      if (queue.length >= capacity) queue.shift();
      queue.push(event);
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
  };
}
