import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badgeKinds, badgeOf, drawBadge, isBadgeKind } from './badges.ts';

const facts = { version: '1.2.0', license: 'MIT', downloadsLastWeek: 41_213, score: 93 };

test.each([
  ['version', facts, 'v1.2.0', 'fact'],
  ['version', { ...facts, version: null }, 'unpublished', 'unknown'],
  ['downloads', facts, '41.2k a week', 'fact'],
  ['downloads', { ...facts, downloadsLastWeek: 0 }, '0 a week', 'fact'],
  ['license', facts, 'MIT', 'fact'],
  ['license', { ...facts, license: null }, 'none', 'unknown'],
  ['score', facts, '93 of 100', 'good'],
  ['score', { ...facts, score: 90 }, '90 of 100', 'good'],
  ['score', { ...facts, score: 89 }, '89 of 100', 'fair'],
  ['score', { ...facts, score: 59 }, '59 of 100', 'poor'],
  ['score', { ...facts, score: null }, 'not scanned', 'unknown'],
] as const)('the badge %s of %o says %s', (kind, given, message, tone) => {
  expect(badgeOf(kind, given)).toMatchObject({ message, tone });
});

test('only what is named is a kind', () => {
  expect(badgeKinds.every(isBadgeKind)).toBe(true);
  expect(['', 'Version', 'toString', 'version.svg'].some(isBadgeKind)).toBe(false);
});

test('whatever publishers write, a badge is one inert element with that text in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (message) => {
      const svg = drawBadge({ label: 'license', message, tone: 'fact' });
      expect(svg.match(/<\w+/g)).toEqual(['<svg', '<title', '<path', '<path', '<g', '<text', '<text']);
      expect(svg).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      expect(svg.replace(/<[^>]*>/g, '')).not.toMatch(/["'>]/);
    }),
    { numRuns: 300 },
  );
});

test('a long text is cut, so that a badge never grows wide', () => {
  expect(drawBadge({ label: 'license', message: 'x'.repeat(10_000), tone: 'fact' }).length).toBeLessThan(1_000);
});
