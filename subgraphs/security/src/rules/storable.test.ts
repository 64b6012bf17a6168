import { expect, test } from 'vitest';
import { isStorableJson, storable } from './storable.ts';

test('text is cut, and rid of what PostgreSQL refuses', () => {
  expect(storable('a\0b\ud800c')).toBe('a\uFFFDb\uFFFDc');
  expect(storable('x'.repeat(50), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(storable('😀😀😀', 4).isWellFormed()).toBe(true);
});

test.each([
  ['a bundle', { a: [1, 'x', null, true] }, true],
  ['a NUL', { a: ['\0'] }, false],
  ['a NUL in a name', { 'a\0': 1 }, false],
  ['half a character', ['\ud800'], false],
  ['something deep', JSON.parse('['.repeat(200) + ']'.repeat(200)) as unknown, false],
  ['something long', Array.from({ length: 30_000 }, () => 1), false],
])('%s can be kept: %s', (_, value, expected) => {
  expect(isStorableJson(value)).toBe(expected);
});
