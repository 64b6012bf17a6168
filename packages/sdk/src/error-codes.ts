/** Every code with which the registry refuses, in the order of its catalogue (`packages/errors`, which a test compares with this list). */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'VALIDATION_FAILED',
  'STEP_UP_REQUIRED',
  'AUTHORIZATION_PENDING',
  'SLOW_DOWN',
  'HANDLE_TAKEN',
  'HANDLE_RESERVED',
  'LAST_OWNER',
  'NAMESPACE_PERMISSION_DENIED',
  'POLICY_VIOLATION',
  'VERSION_EXISTS',
  'VERSION_NOT_YANKABLE',
  'VERSION_QUARANTINED',
  'UNSIGNED',
  'SIGNATURE_INVALID',
  'KEY_REVOKED',
  'DIGEST_INVALID',
  'MANIFEST_INVALID',
  'QUOTA_EXCEEDED',
  'MALWARE_DETECTED',
  'VULNERABILITIES_DETECTED',
  'PAYMENT_REQUIRED',
  'DEPENDENCY_CONFLICT',
  'DEPENDENCY_CYCLE',
  'RATE_LIMITED',
  'IDEMPOTENCY_CONFLICT',
  'UPSTREAM_UNAVAILABLE',
  'INTERNAL',
] as const;

/** A code with which the registry refuses; each has a page at `<registry>/errors/<CODE>`. */
export type ErrorCode = (typeof errorCodes)[number];

const known: ReadonlySet<string> = new Set(errorCodes);
export const isErrorCode = (text: unknown): text is ErrorCode => typeof text === 'string' && known.has(text);
