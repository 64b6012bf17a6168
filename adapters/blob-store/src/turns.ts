/** One at a time for each key: a later caller first asks the running one to give way, then waits until it has. */
export interface Turns {
  /** @param work  gets a signal that fires when somebody else wants the turn; work that cannot be cut short ignores it */
  readonly take: <T>(key: string, work: (giveWay: AbortSignal) => Promise<T>) => Promise<T>;
  readonly isTaken: (key: string) => boolean;
}

export function createTurns(): Turns {
  const last = new Map<string, { readonly done: Promise<unknown>; readonly control: AbortController }>();
  return {
    isTaken: (key) => last.has(key),
    take: async (key, work) => {
      const before = last.get(key);
      const control = new AbortController();
      before?.control.abort(new Error('Another request continues this upload.'));
      const done = (async () => {
        await before?.done.catch(() => {});
        return work(control.signal);
      })();
      const entry = { done, control };
      last.set(key, entry);
      try {
        return await done;
      } finally {
        if (last.get(key) === entry) last.delete(key);
      }
    },
  };
}
