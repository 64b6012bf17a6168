import { describe, expect, test } from 'vitest';
import {
  catalogue,
  definitionOf,
  explanationOf,
  isRegistryError,
  ociErrorOf,
  refusalOf,
  revokedSince,
  RegistryError,
  type ErrorCode,
  type ErrorParams,
  type OciCode,
} from './index.ts';

/** Parameters of each code, as they occur. A new code does not type-check until it stands here too. */
const examples: { readonly [C in ErrorCode]: ErrorParams<C> } = {
  UNAUTHENTICATED: {},
  FORBIDDEN: { reason: 'An API key has no session to end.', suggestion: 'Revoke the key.' },
  NOT_FOUND: { reference: '@acme/auth@1.2.0' },
  BAD_USER_INPUT: { reason: 'The body is no JSON.', suggestion: 'Send JSON.' },
  VALIDATION_FAILED: {
    fields: [
      { path: 'input.handle', message: '«A» is not a handle', fix: 'Use lower case.' },
      { path: '', message: 'is empty' },
    ],
  },
  STEP_UP_REQUIRED: {},
  AUTHORIZATION_PENDING: {},
  SLOW_DOWN: { intervalSeconds: 10 },
  HANDLE_TAKEN: { handle: 'acme' },
  HANDLE_RESERVED: { handle: 'admin', reason: 'it is kept for the registry' },
  LAST_OWNER: { handle: 'acme' },
  NAMESPACE_PERMISSION_DENIED: { handle: 'acme', needed: 'the role write' },
  POLICY_VIOLATION: { policy: 'licenses', reason: 'GPL-3.0 is not allowed.', suggestion: 'Choose another licence.' },
  VERSION_EXISTS: { reference: '@acme/auth@1.2.0', digest: 'sha256:ab' },
  VERSION_NOT_YANKABLE: { reference: '@acme/auth@1.2.0', status: 'QUARANTINED' },
  VERSION_QUARANTINED: { reference: '@acme/auth@1.2.0', reason: null },
  UNSIGNED: { reference: '@acme/auth@1.2.0' },
  SIGNATURE_INVALID: { reference: '@acme/auth@1.2.0', reason: 'it is over other bytes' },
  KEY_REVOKED: { fingerprint: 'SHA256:abc', revokedAt: '2026-01-01T00:00:00.000Z' },
  DIGEST_INVALID: { expected: 'sha256:ab', actual: 'sha256:cd' },
  MANIFEST_INVALID: { reason: 'gati.json breaks its schema.', fields: [{ path: '/version', message: 'is missing', fix: 'Add it.' }] },
  QUOTA_EXCEEDED: { what: 'The manifest', limit: 4_194_304, found: 5_000_000 },
  MALWARE_DETECTED: { reference: '@acme/auth@1.2.0', findings: ['wallet-hook'] },
  VULNERABILITIES_DETECTED: { reference: '@acme/auth@1.2.0', reason: 'one is critical' },
  PAYMENT_REQUIRED: { reference: '@acme/auth' },
  DEPENDENCY_CONFLICT: {
    name: '@acme/db',
    wanted: [
      { by: '@acme/auth', range: '^1' },
      { by: 'the application', range: '^2' },
    ],
  },
  DEPENDENCY_CYCLE: { path: ['@a/a', '@b/b', '@a/a'] },
  RATE_LIMITED: { retryAfterSeconds: 7 },
  IDEMPOTENCY_CONFLICT: { key: 'k1' },
  UPSTREAM_UNAVAILABLE: { what: 'The scanner' },
  INTERNAL: {},
};
const codes = Object.keys(catalogue) as ErrorCode[];
const make = (code: ErrorCode): RegistryError => new RegistryError(code, examples[code] as never);

/** What the contract promises; more may be added, none taken away. */
const promised =
  `UNAUTHENTICATED FORBIDDEN NOT_FOUND BAD_USER_INPUT VALIDATION_FAILED STEP_UP_REQUIRED AUTHORIZATION_PENDING SLOW_DOWN HANDLE_TAKEN HANDLE_RESERVED
  LAST_OWNER NAMESPACE_PERMISSION_DENIED POLICY_VIOLATION VERSION_EXISTS VERSION_NOT_YANKABLE VERSION_QUARANTINED UNSIGNED SIGNATURE_INVALID KEY_REVOKED DIGEST_INVALID
  MANIFEST_INVALID QUOTA_EXCEEDED MALWARE_DETECTED VULNERABILITIES_DETECTED PAYMENT_REQUIRED DEPENDENCY_CONFLICT DEPENDENCY_CYCLE RATE_LIMITED IDEMPOTENCY_CONFLICT
  UPSTREAM_UNAVAILABLE INTERNAL`.split(/\s+/);

test.each([
  ['2026-01-31T12:00:00.000Z', 'from 2026-01-31 on'],
  [new Date('2026-01-31T23:59:59.999Z'), 'from 2026-01-31 on'],
  [new Date(0), 'for all that it signed, whenever that was'],
])('a key revoked at %s is revoked %s', (revokedAt, said) => {
  expect(revokedSince(revokedAt)).toBe(said);
});

test('a number that is used up is not said to exist', () => {
  const said = (params: ErrorParams<'VERSION_EXISTS'>) => new RegistryError('VERSION_EXISTS', params).message;
  expect(said({ reference: '@acme/auth@1.2.0', isRemoved: true })).toBe('@acme/auth@1.2.0 was removed; its number is used up.');
  expect(said({ reference: '@acme/auth@1.2.0', digest: 'sha256:ab' })).toBe('@acme/auth@1.2.0 exists already as sha256:ab; a version never changes.');
});

describe('the catalogue', () => {
  test('holds every code of the contract', () => {
    expect(promised.filter((code) => !codes.includes(code as ErrorCode))).toEqual([]);
  });

  test.each(codes)('%s is declared in full', (code) => {
    const { status, when } = definitionOf(code);
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(when).toMatch(/^[A-Z].*\.$/s);
  });

  test.each(codes)('%s says what is wrong and what to do in words for people', (code) => {
    const { message, suggestions, details } = refusalOf(make(code));
    expect(message).not.toMatch(/undefined|null|\[object|NaN/);
    expect(message.length).toBeGreaterThan(10);
    for (const suggestion of suggestions) expect(suggestion).not.toMatch(/undefined|null|\[object|^$/);
    expect(JSON.parse(JSON.stringify(details))).toEqual(details);
  });

  test.each(codes)('%s is explained with a remedy and an example', (code) => {
    const { remedies, example } = explanationOf(code);
    expect(remedies.length).toBeGreaterThan(0);
    for (const text of [...remedies, example]) expect(text).not.toMatch(/undefined|null|\[object|\n|^$/);
  });

  test.each([
    ['UNAUTHENTICATED', 401],
    ['FORBIDDEN', 403],
    ['NOT_FOUND', 404],
    ['VALIDATION_FAILED', 400],
    ['HANDLE_TAKEN', 409],
    ['PAYMENT_REQUIRED', 402],
    ['QUOTA_EXCEEDED', 413],
    ['RATE_LIMITED', 429],
    ['UPSTREAM_UNAVAILABLE', 503],
    ['INTERNAL', 500],
  ] as const)('%s is HTTP %d', (code, status) => {
    expect(refusalOf(make(code)).status).toBe(status);
  });
});

describe('a refusal', () => {
  test('tells the details that the contract names', () => {
    expect(refusalOf(make('VALIDATION_FAILED')).details).toEqual({ fields: examples.VALIDATION_FAILED.fields });
    expect(refusalOf(make('RATE_LIMITED')).details).toEqual({ retryAfterSeconds: 7 });
    expect(refusalOf(make('VALIDATION_FAILED')).suggestions).toEqual(['Use lower case.']);
  });

  test('of what is not ours says nothing of it', () => {
    const secret = new Error('password=hunter2 at /srv/app/secret.ts:3');
    for (const error of [secret, 'hunter2', { code: 'NOT_FOUND', message: 'hunter2' }, null, undefined]) {
      const refusal = refusalOf(error);
      expect(refusal).toMatchObject({ code: 'INTERNAL', status: 500, details: {} });
      expect(JSON.stringify(refusal)).not.toContain('hunter2');
    }
  });

  test('never tells its cause', () => {
    const error = new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The scanner' }, { cause: new Error('hunter2') });
    expect(error.cause).toBeDefined();
    expect(JSON.stringify(refusalOf(error)) + JSON.stringify(ociErrorOf(error))).not.toContain('hunter2');
    expect(isRegistryError(error)).toBe(true);
  });
});

describe('on /v2', () => {
  /** The Distribution Specification 1.1, "Error Codes", and UNKNOWN, which its clients know from the Docker registry. */
  const specified: readonly OciCode[] = [
    'BLOB_UNKNOWN',
    'BLOB_UPLOAD_INVALID',
    'BLOB_UPLOAD_UNKNOWN',
    'DIGEST_INVALID',
    'MANIFEST_BLOB_UNKNOWN',
    'MANIFEST_INVALID',
    'MANIFEST_UNKNOWN',
    'NAME_INVALID',
    'NAME_UNKNOWN',
    'SIZE_INVALID',
    'UNAUTHORIZED',
    'DENIED',
    'UNSUPPORTED',
    'TOOMANYREQUESTS',
    'UNKNOWN',
  ];

  test.each(codes)('%s is one of the specified codes and keeps its own in the detail', (code) => {
    const { status, body } = ociErrorOf(make(code));
    expect(body.errors).toHaveLength(1);
    const [{ code: ociCode, message, detail }] = body.errors as [(typeof body.errors)[number]];
    expect(specified).toContain(ociCode);
    expect(detail['code']).toBe(code);
    expect(message).toBe(refusalOf(make(code)).message);
    expect(status).toBe(refusalOf(make(code)).status);
  });

  test.each([
    ['UNAUTHENTICATED', 'UNAUTHORIZED', 401],
    ['FORBIDDEN', 'DENIED', 403],
    ['NAMESPACE_PERMISSION_DENIED', 'DENIED', 403],
    ['NOT_FOUND', 'MANIFEST_UNKNOWN', 404],
    ['DIGEST_INVALID', 'DIGEST_INVALID', 400],
    ['MANIFEST_INVALID', 'MANIFEST_INVALID', 400],
    ['QUOTA_EXCEEDED', 'SIZE_INVALID', 413],
    ['RATE_LIMITED', 'TOOMANYREQUESTS', 429],
    ['INTERNAL', 'UNKNOWN', 500],
    ['VERSION_QUARANTINED', 'DENIED', 403],
    ['PAYMENT_REQUIRED', 'DENIED', 402],
  ] as const)('%s is %s with status %d', (code, ociCode, status) => {
    const answer = ociErrorOf(make(code));
    expect(answer.body.errors[0]?.code).toBe(ociCode);
    expect(answer.status).toBe(status);
  });

  test('the place may name the code', () => {
    expect(ociErrorOf(make('NOT_FOUND'), 'BLOB_UNKNOWN').body.errors[0]).toMatchObject({ code: 'BLOB_UNKNOWN', detail: { code: 'NOT_FOUND' } });
  });

  test('what is not ours is UNKNOWN and says nothing', () => {
    expect(ociErrorOf(new Error('hunter2'))).toMatchObject({ status: 500, body: { errors: [{ code: 'UNKNOWN', detail: { code: 'INTERNAL' } }] } });
  });
});
