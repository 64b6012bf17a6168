import { describe, expect, test } from 'vitest';
import { assertRoom, roomIn } from './quota.ts';

describe('the room in a namespace', () => {
  test.each<[stored: number, quota: number | null, room: number]>([
    [0, null, Infinity],
    [10, 100, 90],
    [100, 100, 0],
    // An administrator may lower a quota below what is there.
    [150, 100, 0],
    [0, 0, 0],
  ])('with %d bytes of %s stored is %d', (storedBytes, quotaBytes, room) => {
    expect(roomIn({ storedBytes, quotaBytes })).toBe(room);
  });

  test.each<[stored: number, quota: number | null, asked: number, isRefused: boolean]>([
    [10, 100, 90, false],
    [10, 100, 91, true],
    [10, null, Number.MAX_SAFE_INTEGER, false],
    // What costs nothing is never refused: a blob that the namespace has already.
    [150, 100, 0, false],
    [100, 100, 1, true],
  ])('with %d bytes of %s stored, %d more: refused is %s', (storedBytes, quotaBytes, asked, isRefused) => {
    const ask = () => assertRoom({ storedBytes, quotaBytes }, asked);
    if (isRefused) expect(ask).toThrow(expect.objectContaining({ code: 'QUOTA_EXCEEDED' }));
    else expect(ask).not.toThrow();
  });

  test('is told with the numbers', () => {
    expect(() => assertRoom({ storedBytes: 90, quotaBytes: 100 }, 11)).toThrow(
      expect.objectContaining({ params: expect.objectContaining({ used: 90, limit: 100, asked: 11 }) as object }) as Error,
    );
  });
});
