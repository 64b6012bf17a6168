import { expect, test } from 'vitest';
import { unmetProblem, unservedProblem } from './resolve-problems.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const one = (version: string, status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected', statusReason: string | null = null) => ({
  id: version,
  version,
  status,
  statusReason,
  digest,
  manifestId: version,
});
const artifact = {
  versions: [one('1.0.0', 'quarantined', 'key revoked'), one('1.1.0', 'staged'), one('1.2.0', 'rejected', 'steals tokens'), one('2.0.0', 'yanked')],
  labels: [],
  latestVersionId: null,
  seesAll: true,
};
const codeOf = (text: string, seen: typeof artifact | null = artifact) => unmetProblem(`@acme/auth@${text}`, { name: '@acme/auth', text }, seen).code;

test.each([
  ['1.0.0', 'VERSION_QUARANTINED'],
  ['~1.0.0', 'VERSION_QUARANTINED'],
  ['1.1.0', 'UNSIGNED'],
  ['1.2.0', 'MALWARE_DETECTED'],
  ['^2.0.0', 'NOT_FOUND'],
  ['9.9.9', 'NOT_FOUND'],
  ['nightly', 'NOT_FOUND'],
  ['not a reference!', 'NOT_FOUND'],
])('why @acme/auth@%s cannot be had: %s', (text, code) => expect(codeOf(text)).toBe(code));

test('for whoever may not see it there is nothing to be told apart', () => {
  expect(unmetProblem('@acme/auth@1.0.0', { name: '@acme/auth', text: '1.0.0' }, null)).toEqual(
    unmetProblem('@acme/auth@1.0.0', { name: '@acme/auth', text: '1.0.0' }, { ...artifact, versions: [] }),
  );
});

test.each([
  ['PAYMENT_REQUIRED', 'PAYMENT_REQUIRED'],
  ['UNSIGNED', 'SIGNATURE_INVALID'],
  ['UNTRUSTED', 'SIGNATURE_INVALID'],
  ['INVALID', 'SIGNATURE_INVALID'],
  ['REVOKED', 'KEY_REVOKED'],
] as const)('%s is told as %s', (status, code) => {
  expect(unservedProblem('@acme/auth', '@acme/auth@1.0.0', status)).toMatchObject({
    ref: '@acme/auth',
    code,
    message: expect.stringContaining('@acme/auth@1.0.0'),
    suggestion: expect.any(String),
  });
});
