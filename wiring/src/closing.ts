import type { Log } from '@gati/telemetry';

/** What was opened, to be closed in the reverse order: doors first, then jobs, the database last. */
export interface Closing {
  /** @param patienceMs  after that the next one is closed all the same */
  readonly add: (name: string, close: () => Promise<unknown>, patienceMs?: number) => void;
  /** Closes everything once, whatever fails on the way. */
  readonly close: () => Promise<void>;
}

export function createClosing(log: () => Log | null): Closing {
  const open: { name: string; close: () => Promise<unknown>; patienceMs: number }[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    for (const { name, close, patienceMs } of open.reverse()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), patienceMs)));
      try {
        if ((await Promise.race([close(), late])) === 'late') log()?.warn({ name, patienceMs }, 'took too long to close');
      } catch (error) {
        log()?.error({ name, err: error }, 'did not close cleanly');
      } finally {
        clearTimeout(timer);
      }
    }
  };
  return { add: (name, close, patienceMs = 10_000) => void open.push({ name, close, patienceMs }), close: () => (closing ??= closeAll()) };
}
