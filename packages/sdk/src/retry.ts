/** Waits; ends early by throwing the signal's reason when it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

export interface Backoff {
  /** First upper bound, doubled with each failure. */
  readonly baseMs: number;
  /** Bound of the doubling. */
  readonly maxMs: number;
}

/** Full jitter: anything from nothing to the doubled bound, so that clients cut off together do not come back together.
 *  @param failures how many there were so far, from 1
 *  @see Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015) */
export const backoffMs = (failures: number, { baseMs, maxMs }: Backoff): number => Math.random() * Math.min(maxMs, baseMs * 2 ** (failures - 1));

/** Runs `work` up to `attempts` times while what it throws is worth another try; throws the last error.
 *  Aborting ends the wait between two tries at once. */
export async function withRetries<T>(
  work: () => Promise<T>,
  {
    attempts,
    backoff,
    isWorthRetrying,
    signal,
  }: { attempts: number; backoff: Backoff; isWorthRetrying: (error: unknown) => boolean; signal?: AbortSignal | undefined },
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (failures >= attempts || signal?.aborted || !isWorthRetrying(error)) throw error;
      await pause(backoffMs(failures, backoff), signal);
    }
  }
}
