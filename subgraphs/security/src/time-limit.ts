/**
 * Runs work that may take no longer than this, and ends when the signal fires, whether or not the work listens.
 * @throws the signal's reason, a TimeoutError, or what the work throws
 */
export async function withinTime<T>(signal: AbortSignal, limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  limit.throwIfAborted();
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(limit.reason as Error);
    limit.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work(limit), stopped]);
  } finally {
    if (stop) limit.removeEventListener('abort', stop);
  }
}
