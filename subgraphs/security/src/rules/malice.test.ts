import { expect, test } from 'vitest';
import { isMalicious, isUnexaminable, maliceReason, unexaminableReason } from './malice.ts';

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
  ['UNEXAMINED', 'HIGH', false],
] as const)('%s rated %s is malicious: %s', (kind, severity, expected) => {
  expect(isMalicious({ kind, severity })).toBe(expected);
});

test('a reason names three and counts the rest', () => {
  const found = ['a', 'b', 'c', 'd', 'e'].map((title) => ({ kind: 'MALWARE', severity: 'CRITICAL', title, path: title === 'a' ? 'x.js' : null }) as const);
  expect(maliceReason([...found, { kind: 'SECRET', severity: 'HIGH', title: 'no', path: null }])).toBe('Malicious: a (x.js); b; c; and 2 more.');
});

test.each([
  ['UNEXAMINED', 'HIGH', true],
  ['UNEXAMINED', 'UNKNOWN', false],
  ['UNEXAMINED', 'LOW', false],
  ['MALWARE', 'UNKNOWN', false],
  ['ARCHIVE', 'HIGH', false],
] as const)('%s rated %s keeps a version unpublished: %s', (kind, severity, expected) => {
  expect(isUnexaminable({ kind, severity })).toBe(expected);
});

test('what keeps a version unpublished is named, and nothing else', () => {
  const found = { kind: 'UNEXAMINED', severity: 'HIGH', title: 'Not examined: it is too large', path: 'index.js' } as const;
  expect(unexaminableReason([found, { ...found, severity: 'LOW', path: 'a.wasm' }])).toBe(
    'What cannot be examined is not published. Not examined: it is too large (index.js). Change it and publish it again under the same number.',
  );
});
