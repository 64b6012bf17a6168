import { scanProgress, type Guard, type NewProgress } from './repository.ts';
import type { Dependencies, Tables } from './ports.ts';

/** Where the news of a version's admission and scan is. */
export const topicOf = (versionId: string): string => `scan:${versionId}`;

/** Makes this a version's newest state and tells its followers when the transaction commits. @returns the sequence; null when a newer state forbids it */
export async function report(
  tables: Tables,
  { events, clock }: Pick<Dependencies, 'events' | 'clock'>,
  state: NewProgress,
  guard: Guard,
): Promise<number | null> {
  const sequence = await scanProgress(tables).advance(state, guard, clock());
  if (sequence !== null) await events.publish(tables, topicOf(state.versionId), sequence);
  return sequence;
}

/** Between two states that differ by their percentage alone: at most five a second, each of them wakes every follower. */
const intervalMs = 200;

/** Passes on the newest of many values, at most one in an interval and one at a time; what is overtaken is dropped. A failure to pass on ends it and is thrown by `end`. */
export function throttle<T>(pass: (value: T) => Promise<void>): { readonly offer: (value: T) => void; readonly end: () => Promise<void> } {
  let newest: { value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isEnded = false;
  let running = Promise.resolve();

  const flush = () => {
    timer = null;
    const next = newest;
    newest = null;
    if (!next || isEnded) return;
    running = running.then(() => pass(next.value));
    running.catch(() => (isEnded = true));
    arm();
  };
  const arm = () => {
    if (!isEnded) timer ??= setTimeout(flush, intervalMs).unref();
  };
  return {
    offer: (value) => {
      newest = { value };
      arm();
    },
    end: async () => {
      isEnded = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
