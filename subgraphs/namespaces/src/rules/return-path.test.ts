import { expect, test } from 'vitest';
import { returnPathOf } from './return-path.ts';

test.each([
  ['/acme/auth?v=1#readme', '/acme/auth?v=1#readme'],
  ['/', '/'],
  [null, '/'],
  ['', '/'],
  ['acme', '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/\t/evil.example/', '/'],
  ['/.//evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  [`/${'a'.repeat(2_000)}`, '/'],
])('after a sign-in %j leads to %j', (text, path) => {
  expect(returnPathOf(text)).toBe(path);
});
