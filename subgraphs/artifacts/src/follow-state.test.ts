import { afterEach, describe, expect, test, vi } from 'vitest';
import { followState } from './follow-state.ts';

interface State {
  readonly sequence: number;
  readonly isLast?: boolean;
}

/** A state that changes, and news of it; how many listen is counted. */
function source(first: State | null) {
  let state = first;
  let listening = 0;
  let wake: (() => void) | null = null;
  let hasNews = false;
  const news = (signal: AbortSignal): AsyncIterable<void> => ({
    [Symbol.asyncIterator]: () => {
      listening++;
      signal.addEventListener('abort', () => (listening--, wake?.()));
      return {
        next: async () => {
          if (!hasNews && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
          hasNews = false;
          return signal.aborted ? { done: true, value: undefined } : { done: false, value: undefined };
        },
      };
    },
  });
  const follow = (after: number | null = null, recheckEveryMs = 60_000) =>
    followState<State>({
      read: async () => state,
      sequenceOf: ({ sequence }) => sequence,
      isTerminal: ({ isLast }) => isLast ?? false,
      news,
      after,
      recheckEveryMs,
    });
  const become = (next: State | null, isTold = true) => {
    state = next;
    if (!isTold) return;
    hasNews = true;
    wake?.();
  };
  return { follow, become, listening: () => listening };
}

const end = { done: true, value: undefined };
afterEach(() => vi.useRealTimers());

describe('a followed state', () => {
  test('is given at once, then each newer one, and ends after the last', async () => {
    const { follow, become, listening } = source({ sequence: 3 });
    const states = follow();
    expect((await states.next()).value).toEqual({ sequence: 3 });

    const next = states.next();
    become({ sequence: 5, isLast: true });

    expect((await next).value).toEqual({ sequence: 5, isLast: true });
    expect(await states.next()).toEqual(end);
    expect(listening()).toBe(0);
  });

  test('skips what a slow reader did not take', async () => {
    const { follow, become } = source({ sequence: 1 });
    const states = follow();
    await states.next();
    for (let sequence = 2; sequence <= 50; sequence++) become({ sequence });
    expect((await states.next()).value).toEqual({ sequence: 50 });
  });

  test('is not given again to whoever has it already', async () => {
    const { follow, become } = source({ sequence: 3 });
    const states = follow(3);
    const next = states.next();
    become({ sequence: 4 });
    expect((await next).value).toEqual({ sequence: 4 });
  });

  test('that is over and known ends the stream without a word', async () => {
    expect(await source({ sequence: 3, isLast: true }).follow(3).next()).toEqual(end);
  });

  test('that the reader may no longer see ends the stream at the next look', async () => {
    vi.useFakeTimers();
    const { follow, become, listening } = source({ sequence: 1 });
    const states = follow(null, 4_000);
    await states.next();
    const next = states.next();
    become(null, false);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await next).toEqual(end);
    expect(listening()).toBe(0);
  });

  test('is found without news too', async () => {
    vi.useFakeTimers();
    const { follow, become } = source({ sequence: 1 });
    const states = follow(null, 4_000);
    await states.next();
    const next = states.next();
    become({ sequence: 2 }, false);
    await vi.advanceTimersByTimeAsync(4_000);
    expect((await next).value).toEqual({ sequence: 2 });
  });

  test('ends at once when the reader goes, also while it waits', async () => {
    const { follow, listening } = source({ sequence: 1 });
    const states = follow();
    await states.next();
    const waiting = states.next();
    expect(await states.return!()).toEqual(end);
    expect(await waiting).toEqual(end);
    expect(await states.next()).toEqual(end);
    expect(listening()).toBe(0);
  });

  test('that cannot be read fails the stream and stops listening', async () => {
    const { listening, ...one } = source({ sequence: 1 });
    const news = (signal: AbortSignal) => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<void>>((resolve) => signal.addEventListener('abort', () => resolve({ done: true, value: undefined }))),
      }),
    });
    const states = followState<State>({
      read: () => Promise.reject(new Error('away')),
      sequenceOf: () => 1,
      isTerminal: () => false,
      news,
      after: null,
      recheckEveryMs: 1_000,
    });
    await expect(states.next()).rejects.toThrow('away');
    expect(await states.next()).toEqual(end);
    expect(one.follow).toBeDefined();
    expect(listening()).toBe(0);
  });
});
