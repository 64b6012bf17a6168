import { setTimeout as wait } from 'node:timers/promises';
import type { Circuit } from './circuit.ts';
import { asStoreFault, isMissing, isPassing, isTaken, NoAnswer } from './faults.ts';
import type { Patience } from './options.ts';

export interface CallOptions {
  /** Of one attempt. */
  readonly timeMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Calls the service: bounded in time, attempted again with growing random waits, and not at all while the circuit is open. */
export type Call = <T>(operation: string, work: (signal: AbortSignal) => Promise<T>, options: CallOptions) => Promise<T>;

/**
 * @param random  from 0 to 1: waits that differ keep many processes from coming back in step
 * @throws UPSTREAM_UNAVAILABLE when no attempt went well; what is missing or taken comes through as the service's own error
 */
export function createCalls({ patience, circuit, random }: { readonly patience: Patience; readonly circuit: Circuit; readonly random: () => number }): Call {
  return async (operation, work, { timeMs, signal }) => {
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      circuit.pass();
      try {
        const result = await within(timeMs, signal, work);
        circuit.worked();
        return result;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (isMissing(error) || isTaken(error)) {
          circuit.worked();
          throw error;
        }
        const mayPass = isPassing(error);
        if (mayPass) circuit.failed();
        else circuit.worked();
        if (!mayPass || attempt >= patience.attemptsMax) throw asStoreFault(error, operation);
        await wait(random() * Math.min(patience.waitMaxMs, patience.waitMs * 2 ** (attempt - 1)));
      }
    }
  };
}

/** Ends the attempt when its time is over or its caller has gone; once it has resolved, neither touches it any more. */
async function within<T>(timeMs: number, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController();
  const onAbort = (): void => control.abort(signal?.reason);
  const timer = setTimeout(() => control.abort(new NoAnswer(timeMs)), timeMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(control.signal);
  } catch (error) {
    throw control.signal.aborted ? control.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
