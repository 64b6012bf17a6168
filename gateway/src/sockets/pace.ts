/**
 * Lets an event through at most each `intervalMs`. The next one is asked for only when its time has come, so what happens meanwhile is merged where the
 * states are, not queued here. `return()` ends the waiting.
 */
export function pace<T>(stream: AsyncIterableIterator<T>, intervalMs: number): AsyncIterableIterator<T> {
  if (intervalMs <= 0) return stream;
  let readyAt = 0;
  let isEnded = false;
  let stopWaiting: (() => void) | undefined;

  const waitFor = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const paced: AsyncIterableIterator<T> = {
    [Symbol.asyncIterator]: () => paced,
    async next() {
      const remaining = readyAt - performance.now();
      if (remaining > 0) await waitFor(remaining);
      if (isEnded) return { done: true, value: undefined };
      const result = await stream.next();
      readyAt = performance.now() + intervalMs;
      return result;
    },
    async return() {
      isEnded = true;
      stopWaiting?.();
      await stream.return?.();
      return { done: true, value: undefined };
    },
  };
  return paced;
}
