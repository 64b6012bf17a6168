import { expect, test } from 'vitest';
import { parseArtifactPatterns } from './artifact-limits.ts';

test.each<[string, string, string]>([
  ['@acme/auth', 'acme', 'auth'],
  ['acme/web-*', 'acme', 'web-*'],
  ['@acme/*', 'acme', '*'],
  ['@acme/a*b*c*', 'acme', 'a*b*c*'],
])('%s is a pattern', (text, handle, pattern) => {
  expect(parseArtifactPatterns([text, text], 'input.artifacts')).toEqual([{ handle, pattern }]);
});

test.each(['', 'auth', '@acme', '@acme/', '@Acme/auth', '@acme/Auth', '@acme/a/b', '@acme/a*b*c*d*', '*/auth', '@acme/a b', `@acme/${'a'.repeat(101)}`])(
  '%j is none, and is named with its place',
  (text) => {
    expect(() => parseArtifactPatterns(['@acme/auth', text], 'input.artifacts')).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', params: { fields: [expect.objectContaining({ path: 'input.artifacts.1' })] } }),
    );
  },
);

test('no list is no limit by artifact; an empty one reads like «none» and is refused, and so is one that nobody reads', () => {
  expect(parseArtifactPatterns(null, 'x')).toEqual([]);
  expect(() => parseArtifactPatterns([], 'x')).toThrow();
  expect(() =>
    parseArtifactPatterns(
      Array.from({ length: 101 }, (_, i) => `@acme/a${i}`),
      'x',
    ),
  ).toThrow();
});
