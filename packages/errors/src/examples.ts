import { definitionOf, type ErrorCode, type ErrorParams } from './catalogue.ts';

/** One plausible case of each error, from which its pages, on the web and in `docs/errors`, take message and remedy. A code without one does not compile. */
const examples: { readonly [Code in ErrorCode]: ErrorParams<Code> } = {
  UNAUTHENTICATED: {},
  FORBIDDEN: { reason: 'An API key has no session to end.', suggestion: 'Revoke the key instead.' },
  NOT_FOUND: { reference: 'artifact @acme/auth' },
  BAD_USER_INPUT: { reason: 'The query has a syntax error in line 3.', suggestion: 'Check the query against the schema.' },
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
  POLICY_VIOLATION: {
    policy: 'allowed-licenses',
    reason: 'The license GPL-3.0-only is not among those that @acme allows.',
    suggestion: 'Choose an artifact under another license, or ask an owner of @acme to allow this one.',
  },
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

/** What a page about an error code says. */
export interface Explanation {
  readonly status: number;
  /** When it is answered, in one sentence. */
  readonly when: string;
  /** What to do, most useful first; never empty. */
  readonly remedies: readonly string[];
  /** How its message reads, for example. */
  readonly example: string;
}

/** An error code explained: the one source of every page about it. */
export function explanationOf(code: ErrorCode): Explanation {
  const { status, when, message, suggestions } = definitionOf(code);
  const advice = suggestions(examples[code]);
  return {
    status,
    when,
    remedies: advice.length > 0 ? advice : ['The message says what stands in the way; there is no general remedy.'],
    example: message(examples[code]),
  };
}
