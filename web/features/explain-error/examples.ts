import type { ErrorCode, ErrorParams } from '@gati/errors';

/** One plausible case of each error, from which its page takes message and advice. A code without one does not compile. */
export const examples: { readonly [Code in ErrorCode]: ErrorParams<Code> } = {
  UNAUTHENTICATED: {},
  FORBIDDEN: { reason: 'This act is not allowed to you.' },
  NOT_FOUND: { reference: 'artifact @acme/auth' },
  BAD_USER_INPUT: { reason: 'The query has a syntax error in line 3.' },
  VALIDATION_FAILED: {
    fields: [
      {
        path: 'input.handle',
        message: '"Ada!" holds characters other than small letters, digits and hyphens',
        fix: 'Use small letters, digits and single hyphens.',
      },
    ],
  },
  STEP_UP_REQUIRED: {},
  AUTHORIZATION_PENDING: {},
  SLOW_DOWN: { intervalSeconds: 5 },
  HANDLE_TAKEN: { handle: 'acme' },
  HANDLE_RESERVED: { handle: 'admin', reason: 'it is kept for the registry' },
  LAST_OWNER: { handle: 'acme' },
  NAMESPACE_PERMISSION_DENIED: { handle: 'acme', needed: 'the role WRITE' },
  POLICY_VIOLATION: { policy: 'allowed-licenses', reason: 'The license GPL-3.0-only is not among those that @acme allows.' },
  VERSION_EXISTS: { reference: '@acme/auth@1.2.0' },
  VERSION_NOT_YANKABLE: { reference: '@acme/auth@1.2.0', status: 'QUARANTINED' },
  VERSION_QUARANTINED: { reference: '@acme/auth@1.2.0', reason: 'its key was revoked' },
  UNSIGNED: { reference: '@acme/auth@1.2.0' },
  SIGNATURE_INVALID: { reference: '@acme/auth@1.2.0', reason: 'it was made for other bytes' },
  KEY_REVOKED: { fingerprint: 'sha256:4f53…', revokedAt: '2026-01-31T12:00:00.000Z' },
  DIGEST_INVALID: { expected: 'sha256:9f86…', actual: 'sha256:60303…' },
  MANIFEST_INVALID: {
    reason: 'gati.json breaks the rules of its type.',
    fields: [{ path: '/version', message: '"1.2" is no semantic version', fix: 'Write three numbers, for example 1.2.0.' }],
  },
  QUOTA_EXCEEDED: { what: 'The size of the archive in bytes', limit: 100_000_000, found: 120_000_000 },
  MALWARE_DETECTED: { reference: '@acme/auth@1.2.0', findings: ['dist/index.js sends environment variables to an address on the internet'] },
  VULNERABILITIES_DETECTED: { reference: '@acme/auth@1.2.0', reason: 'one critical vulnerability stands against the policy of @acme' },
  PAYMENT_REQUIRED: { reference: '@acme/auth@1.2.0' },
  DEPENDENCY_CONFLICT: {
    name: '@acme/db',
    wanted: [
      { by: '@acme/auth@1.2.0', range: '^1' },
      { by: '@lab/ocr@2.0.0', range: '^2' },
    ],
  },
  DEPENDENCY_CYCLE: { path: ['@acme/auth', '@acme/db', '@acme/auth'] },
  RATE_LIMITED: { retryAfterSeconds: 30 },
  IDEMPOTENCY_CONFLICT: { key: '8b0c…' },
  UPSTREAM_UNAVAILABLE: { what: 'The search index' },
  INTERNAL: {},
};
