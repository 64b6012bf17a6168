import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesEntityTag, parseContentRange, parseRange } from './ranges.ts';

describe('a Range of 2048 bytes', () => {
  test.each([
    [undefined, 'whole'],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=500-1499', { start: 500, end: 1499 }],
    ['bytes=500-', { start: 500, end: 2047 }],
    ['bytes=-500', { start: 1548, end: 2047 }],
    ['bytes=-5000', { start: 0, end: 2047 }],
    ['bytes=2000-5000', { start: 2000, end: 2047 }],
    ['bytes=500-0', 'unsatisfiable'],
    ['bytes=2048-', 'unsatisfiable'],
    ['bytes=5000-10000', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=a-b', 'whole'],
    ['bytes=99999999999999999999-', 'whole'],
  ] as const)('%s', (header, expected) => expect(parseRange(header, 2048)).toEqual(expected));

  test('is never outside of the bytes there are', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.option(fc.nat(2e6)), fc.option(fc.nat(2e6)), (size, first, last) => {
        const range = parseRange(`bytes=${first ?? ''}-${last ?? ''}`, size);
        if (typeof range === 'object') expect(range.start >= 0 && range.start <= range.end && range.end < size).toBe(true);
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
