import { expect, test } from 'vitest';
import { parseVersionRange, versionsInRange } from './deprecating.ts';

const versions = ['1.0.0', '1.4.0-rc.1', '1.4.0', '2.0.0-beta.1', '2.1.0'].map((version) => ({ version }));

test.each([
  ['*', ['2.1.0', '2.0.0-beta.1', '1.4.0', '1.4.0-rc.1', '1.0.0']],
  ['^1', ['1.4.0', '1.4.0-rc.1', '1.0.0']],
  ['<2', ['1.4.0', '1.4.0-rc.1', '1.0.0']],
  ['1.4.0', ['1.4.0']],
  ['>=2.0.0 || 1.0.0', ['2.1.0', '1.0.0']],
  ['3', []],
])('%s means %j', (range, expected) => {
  expect(versionsInRange(parseVersionRange(range), versions).map(({ version }) => version)).toEqual(expected);
});

test.each(['', '   ', 'latest', 'not a range', '1'.repeat(201), '>=1 <<2'])('%j is refused', (range) => {
  expect(() => parseVersionRange(range)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
});
