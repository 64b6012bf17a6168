import { expect, test } from 'vitest';
import { planRotation } from './refresh-rotation.ts';

const at = (ms: number) => new Date(1_000_000 + ms);
const day = 24 * 60 * 60_000;

test.each([
  ['fresh', { expiresAt: at(day), spentAt: null }, null, 'rotate'],
  ['in its last millisecond', { expiresAt: at(1), spentAt: null }, null, 'rotate'],
  ['just expired', { expiresAt: at(0), spentAt: null }, null, 'refused'],
  ['spent this instant', { expiresAt: at(day), spentAt: at(0) }, null, 'repeat'],
  ['spent 9.999 s ago', { expiresAt: at(day), spentAt: at(-9_999) }, null, 'repeat'],
  ['spent 10 s ago', { expiresAt: at(day), spentAt: at(-10_000) }, null, 'reused'],
  ['spent long ago and expired since', { expiresAt: at(-1), spentAt: at(-day) }, null, 'reused'],
  ['fresh in an ended session', { expiresAt: at(day), spentAt: null }, at(-1), 'refused'],
  ['just spent in an ended session', { expiresAt: at(day), spentAt: at(-1) }, at(-1), 'refused'],
  ['reused in an ended session', { expiresAt: at(day), spentAt: at(-day) }, at(-1), 'refused'],
] as const)('a token %s', (_, token, endedAt, expected) => {
  expect(planRotation({ token, session: { endedAt } }, at(0))).toBe(expected);
});
