import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesEntityTag, parseContentRange, parseRanges } from './ranges.ts';

describe('a Range of 2048 bytes', () => {
  test.each([
    [undefined, 'whole'],
    ['bytes=0-0', [{ start: 0, end: 0 }]],
    ['bytes=500-1499', [{ start: 500, end: 1499 }]],
    ['bytes=500-', [{ start: 500, end: 2047 }]],
    ['bytes=-500', [{ start: 1548, end: 2047 }]],
    ['bytes=-5000', [{ start: 0, end: 2047 }]],
    ['bytes=2000-5000', [{ start: 2000, end: 2047 }]],
    ['bytes=500-0', 'unsatisfiable'],
    ['bytes=2048-', 'unsatisfiable'],
    ['bytes=5000-10000', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [
      'bytes=0-1, 5-6',
      [
        { start: 0, end: 1 },
        { start: 5, end: 6 },
      ],
    ],
    [
      'bytes=-2,0-1',
      [
        { start: 2046, end: 2047 },
        { start: 0, end: 1 },
      ],
    ],
    ['bytes=0-1,5000-', [{ start: 0, end: 1 }]],
    ['bytes=5000-,6000-', 'unsatisfiable'],
    ['bytes=0-10,5-20', 'whole'],
    ['bytes=0-,0-,0-', 'whole'],
    [`bytes=${Array.from({ length: 17 }, (_, index) => `${2 * index}-${2 * index}`).join(',')}`, 'whole'],
    ['bytes=0-1,', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=a-b', 'whole'],
    ['bytes=99999999999999999999-', 'whole'],
  ] as const)('%s', (header, expected) => expect(parseRanges(header, 2048)).toEqual(expected));

  test('is never outside of the bytes there are, and no byte is sent twice', () => {
    const range = fc.tuple(fc.option(fc.nat(2e6)), fc.option(fc.nat(2e6))).map(([first, last]) => `${first ?? ''}-${last ?? ''}`);
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(range, { maxLength: 20 }), (size, texts) => {
        const ranges = parseRanges(`bytes=${texts.join(',')}`, size);
        if (typeof ranges === 'string') return;
        for (const { start, end } of ranges) expect(start >= 0 && start <= end && end < size).toBe(true);
        expect(ranges.reduce((sum, { start, end }) => sum + end - start + 1, 0)).toBeLessThanOrEqual(size);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a Content-Range', () => {
  test.each([
    ['0-1023', { start: 0, end: 1023 }],
    ['bytes 0-1023/2048', { start: 0, end: 1023 }],
    ['bytes 5-5/*', { start: 5, end: 5 }],
    ['5-4', null],
    ['-5', null],
    ['5-', null],
    ['x', null],
    ['', null],
  ] as const)('%s', (header, expected) => expect(parseContentRange(header)).toEqual(expected));
});

test.each([
  ['"sha256:a"', true],
  ['W/"sha256:a"', true],
  ['"other", "sha256:a"', true],
  ['*', true],
  ['"sha256:b"', false],
  [undefined, false],
])('If-None-Match %s', (header, expected) => expect(matchesEntityTag(header, '"sha256:a"')).toBe(expected));
