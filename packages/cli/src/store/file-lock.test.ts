import { spawnSync } from 'node:child_process';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from '@gati/testkit/folder';
import { expect, test } from 'vitest';
import { LockedError, withFileLock } from './file-lock.ts';

test('one works at a time, and all get their turn', async () => {
  const path = join(await temporaryFolder(), 'lock');
  let inside = 0;
  let most = 0;
  let turns = 0;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      withFileLock(path, async () => {
        most = Math.max(most, ++inside);
        await pause(2);
        inside--;
        turns++;
      }),
    ),
  );
  expect({ most, turns }).toEqual({ most: 1, turns: 20 });
});

test('the lock goes when the work fails', async () => {
  const path = join(await temporaryFolder(), 'lock');
  await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withFileLock(path, () => Promise.resolve('free'), { waitMs: 0 })).toBe('free');
});

test('a lock of a process that was killed is taken over', async () => {
  const path = join(await temporaryFolder(), 'lock');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(path, `${pid} left`);
  expect(await withFileLock(path, () => Promise.resolve('mine'), { waitMs: 0 })).toBe('mine');
});

test('a lock of a living process is waited for, and given up in the end', async () => {
  const path = join(await temporaryFolder(), 'lock');
  await writeFile(path, `${process.pid} held`);
  await expect(withFileLock(path, () => Promise.resolve(), { waitMs: 50 })).rejects.toBeInstanceOf(LockedError);
});

test('a lock that nobody touches any more belongs to nobody', async () => {
  const path = join(await temporaryFolder(), 'lock');
  await writeFile(path, `${process.pid} on-another-machine`);
  await utimes(path, new Date(0), new Date(0));
  expect(await withFileLock(path, () => Promise.resolve('mine'), { waitMs: 0 })).toBe('mine');
});

test('waiting ends when it is aborted', async () => {
  const path = join(await temporaryFolder(), 'lock');
  await writeFile(path, `${process.pid} held`);
  await expect(withFileLock(path, () => Promise.resolve(), { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({ name: 'TimeoutError' });
});
