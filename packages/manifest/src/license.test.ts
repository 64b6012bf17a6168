import { expect, test } from 'vitest';
import { isLicense, licenseIdentifiers } from './license.ts';

test.each([
  'MIT',
  'Apache-2.0',
  'GPL-2.0-or-later',
  'GPL-2.0+',
  'MIT OR Apache-2.0',
  '(MIT OR Apache-2.0) AND CC-BY-4.0',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'LicenseRef-Acme',
  'UNLICENSED',
  'SEE LICENSE IN LICENSE.md',
])('%s is a license', (text) => expect(isLicense(text)).toBe(true));
test.each(['', 'MIT OR', 'OR MIT', 'MIT Apache-2.0', '(MIT', 'MIT)', '()', '<b>MIT</b>', 'MIT/Apache', 'SEE LICENSE IN '])('%s is none', (text) =>
  expect(isLicense(text)).toBe(false),
);

test.each([
  ['MIT', ['MIT']],
  ['(MIT OR Apache-2.0) AND MIT', ['MIT', 'Apache-2.0']],
  ['GPL-2.0-only WITH Classpath-exception-2.0', ['GPL-2.0-only']],
  ['SEE LICENSE IN LICENSE.md', []],
])('%s names %j', (text, identifiers) => expect(licenseIdentifiers(text)).toEqual(identifiers));
