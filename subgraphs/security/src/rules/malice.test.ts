import { expect, test } from 'vitest';
import { isMalicious, maliceReason } from './malice.ts';

test.each([
  ['MALWARE', 'CRITICAL', true],
  ['ARCHIVE', 'CRITICAL', true],
  ['MODEL', 'CRITICAL', true],
  ['MALWARE', 'HIGH', true],
  ['MALWARE', 'MEDIUM', false],
  ['MALWARE', 'LOW', false],
  ['MALWARE', 'UNKNOWN', false],
  ['ARCHIVE', 'HIGH', false],
  ['MODEL', 'MEDIUM', false],
  ['VULNERABILITY', 'CRITICAL', false],
  ['SECRET', 'CRITICAL', false],
  ['INSTALL_SCRIPT', 'CRITICAL', false],
] as const)('%s rated %s is malicious: %s', (kind, severity, expected) => {
  expect(isMalicious({ kind, severity })).toBe(expected);
});

test('a reason names three and counts the rest', () => {
  const found = ['a', 'b', 'c', 'd', 'e'].map((title) => ({ kind: 'MALWARE', severity: 'CRITICAL', title, path: title === 'a' ? 'x.js' : null }) as const);
  expect(maliceReason([...found, { kind: 'SECRET', severity: 'HIGH', title: 'no', path: null }])).toBe('Malicious: a (x.js); b; c; and 2 more.');
});
