/** What is pushed at one end and read, in order, at the other. */
export interface EventQueue<T> extends AsyncIterableIterator<T, undefined> {
  readonly push: (value: T) => void;
  /** Ends it after what was pushed: normally, or by throwing. */
  readonly end: (failure?: { readonly error: unknown }) => void;
}

/** An iterator fed from outside. Hand-written, because an async generator's `return()` waits behind a pending `next()`: leaving would wait for one more event.
 *  @param onLeave called once when the reader leaves before the end */
export function createEventQueue<T>(onLeave: () => void): EventQueue<T> {
  const values: T[] = [];
  let reader: { resolve: (result: IteratorResult<T, undefined>) => void; reject: (error: unknown) => void } | undefined;
  let ended: { readonly failure?: { readonly error: unknown } | undefined } | undefined;

  const over = { done: true, value: undefined } as const;
  const finish = (to: NonNullable<typeof reader>): void => {
    const failure = ended?.failure;
    ended = {};
    if (failure) to.reject(failure.error);
    else to.resolve(over);
  };

  return {
    push: (value) => {
      if (ended) return;
      if (reader) reader.resolve({ done: false, value });
      else values.push(value);
      reader = undefined;
    },
    end: (failure) => {
      if (ended) return;
      ended = { failure };
      if (reader) finish(reader);
      reader = undefined;
    },
    next: () =>
      new Promise((resolve, reject) => {
        const value = values.shift();
        if (value !== undefined) resolve({ done: false, value });
        else if (ended) finish({ resolve, reject });
        else reader = { resolve, reject };
      }),
    return: () => {
      if (!ended) onLeave();
      values.length = 0;
      ended = {};
      reader?.resolve(over);
      reader = undefined;
      return Promise.resolve(over);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
