import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeUserCode, planPoll, readUserCode, showUserCode } from './device-login.ts';

const at = (ms: number) => new Date(1_000_000 + ms);
const waiting = { expiresAt: at(1000), intervalSeconds: 5, lastPolledAt: null, approvedBy: null, completedAt: null };

describe('asking for the session', () => {
  test.each([
    ['for the first time', waiting, { kind: 'pending' }],
    ['after the interval', { ...waiting, lastPolledAt: at(-5_000) }, { kind: 'pending' }],
    ['too soon', { ...waiting, lastPolledAt: at(-4_999) }, { kind: 'slow-down', intervalSeconds: 10 }],
    ['too soon again', { ...waiting, intervalSeconds: 10, lastPolledAt: at(-9_999) }, { kind: 'slow-down', intervalSeconds: 15 }],
    ['once it is approved', { ...waiting, approvedBy: 'ada' }, { kind: 'complete', accountId: 'ada' }],
    ['too soon once it is approved', { ...waiting, approvedBy: 'ada', lastPolledAt: at(-1) }, { kind: 'complete', accountId: 'ada' }],
    ['in the last millisecond', { ...waiting, expiresAt: at(1), approvedBy: 'ada' }, { kind: 'complete', accountId: 'ada' }],
    ['when it is over', { ...waiting, expiresAt: at(0), approvedBy: 'ada' }, { kind: 'over' }],
    ['when it was used', { ...waiting, approvedBy: 'ada', completedAt: at(-1) }, { kind: 'over' }],
  ] as const)('%s', (_, state, expected) => {
    expect(planPoll(state, at(0))).toEqual(expected);
  });
});

describe('a user code', () => {
  test('is read back as it is shown, however it is typed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 128, maxLength: 128 }).filter((bytes) => bytes.filter((byte) => byte < 240).length >= 8),
        (random) => {
          const code = makeUserCode(random);
          expect(showUserCode(code)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
          for (const typed of [showUserCode(code), code, code.toLowerCase(), `  ${[...code].join(' ')} `]) expect(readUserCode(typed)).toBe(code);
        },
      ),
      { numRuns: 100 },
    );
  });

  test.each(['', 'ABCD-EFGH', '12345678', 'BCDFGHJ', 'BCDFGHJKL', 'B'.repeat(1_000)])('%j is none', (text) => {
    expect(readUserCode(text)).toBeNull();
  });
});
