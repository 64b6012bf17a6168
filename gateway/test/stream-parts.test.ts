import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '@gati/authority';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEventQueue } from '../src/sources/event-queue.ts';
import { pace } from '../src/sockets/pace.ts';
import { createValidityWatch } from '../src/sockets/validity.ts';
import { principalOf } from './shop.ts';
import { keptLogger } from './silent-logger.ts';

const nothing = (): void => undefined;

describe('an event queue', () => {
  const queueOf = (capacity: number, onReturned = nothing) => createEventQueue<number>({ capacity, onWanted: nothing, onReturned });

  it('lets the oldest go when nobody reads: with one place, the newest is what is found', async () => {
    const queue = queueOf(1);
    for (let event = 0; event < 100_000; event++) queue.push(event);
    expect(await queue.events.next()).toEqual({ done: false, value: 99_999 });
  });

  it('gives what is queued before the end, and before an error', async () => {
    const queue = queueOf(3);
    queue.push(1);
    queue.push(2);
    queue.fail(new Error('lost'));
    queue.push(3);
    expect([(await queue.events.next()).value, (await queue.events.next()).value]).toEqual([1, 2]);
    await expect(queue.events.next()).rejects.toThrow('lost');
    expect((await queue.events.next()).done).toBe(true);
  });

  it('settles a reader who waits when it ends, fails or is given up, and says once that it is not wanted', async () => {
    const ended = queueOf(1);
    const waiting = ended.events.next();
    ended.end();
    expect((await waiting).done).toBe(true);

    const failed = queueOf(1);
    const hoping = failed.events.next();
    failed.fail(new Error('lost'));
    await expect(hoping).rejects.toThrow('lost');
    expect((await failed.events.next()).done).toBe(true);

    const onReturned = vi.fn();
    const left = queueOf(1, onReturned);
    const leaving = left.events.next();
    await left.events.return!();
    await left.events.return!();
    expect((await leaving).done).toBe(true);
    expect(onReturned).toHaveBeenCalledTimes(1);
  });

  it('asks for each event that is taken, whether one is here or not', async () => {
    const onWanted = vi.fn();
    const queue = createEventQueue<number>({ capacity: 1, onWanted, onReturned: nothing });
    queue.push(1);
    await queue.events.next();
    void queue.events.next();
    expect(onWanted).toHaveBeenCalledTimes(2);
  });
});

describe('the pace of a stream', () => {
  const states = (): { stream: AsyncIterableIterator<number>; taken: () => number } => {
    let state = 0;
    const stream: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => stream,
      next: async () => ({ done: false, value: state++ }),
      return: async () => ({ done: true, value: undefined }),
    };
    return { stream, taken: () => state };
  };

  it('is one event an interval, asked for only when its time has come', async () => {
    const { stream, taken } = states();
    const paced = pace(stream, 40);
    const startedAt = performance.now();
    await paced.next();
    const second = paced.next();
    await sleep(10);
    expect(taken()).toBe(1);
    await second;
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
  });

  it('does not hold up who leaves', async () => {
    const { stream } = states();
    const paced = pace(stream, 60_000);
    await paced.next();
    const waiting = paced.next();
    await paced.return!();
    expect((await waiting).done).toBe(true);
  });
});

describe('the watch over credentials', () => {
  const watches: { close(): void }[] = [];
  afterEach(() => watches.splice(0).forEach((watch) => watch.close()));
  const watchWith = (isStillValid: (principal: Principal) => Promise<boolean>, logger = keptLogger()) => {
    const watch = createValidityWatch({ isStillValid, intervalMs: 10, logger });
    watches.push(watch);
    return watch;
  };

  it('asks once for all sockets of one credential, ends them all, and asks no more', async () => {
    let valid = true;
    const isStillValid = vi.fn(async () => valid);
    const watch = watchWith(isStillValid);
    const ends = [vi.fn(), vi.fn(), vi.fn()];
    for (const end of ends) watch.watch(principalOf('alice'), end);
    await sleep(35);
    const asked = isStillValid.mock.calls.length;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(6);
    valid = false;
    await sleep(30);
    for (const end of ends) expect(end).toHaveBeenCalledTimes(1);
    const afterwards = isStillValid.mock.calls.length;
    await sleep(30);
    expect(isStillValid.mock.calls.length).toBe(afterwards);
  });

  it('never asks about nobody, nor about sockets that are gone', async () => {
    const isStillValid = vi.fn(async () => true);
    const watch = watchWith(isStillValid);
    watch.watch({ kind: 'anonymous' }, nothing);
    watch.watch(principalOf('alice'), nothing)();
    await sleep(30);
    expect(isStillValid).not.toHaveBeenCalled();
  });

  it('ends nothing while nobody can be asked, says so, and goes on asking', async () => {
    const logger = keptLogger();
    let isDown = true;
    const watch = watchWith(async () => {
      if (isDown) throw new Error('no database');
      return false;
    }, logger);
    const end = vi.fn();
    watch.watch(principalOf('alice'), end);
    await sleep(30);
    expect(end).not.toHaveBeenCalled();
    expect(logger.lines[0]).toMatchObject({ level: 'error' });
    isDown = false;
    await sleep(30);
    expect(end).toHaveBeenCalledTimes(1);
  });
});
