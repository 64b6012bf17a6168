import type { ErrorCode } from './catalogue.ts';
import { refusalOf } from './registry-error.ts';

/** Error codes of the OCI Distribution Specification 1.1, "Error Codes". */
export type OciCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNSUPPORTED'
  | 'TOOMANYREQUESTS'
  | 'UNKNOWN';

export interface OciErrorBody {
  readonly errors: readonly { readonly code: OciCode; readonly message: string; readonly detail: Readonly<Record<string, unknown>> }[];
}

const codes: Partial<Record<ErrorCode, OciCode>> = {
  UNAUTHENTICATED: 'UNAUTHORIZED',
  NOT_FOUND: 'MANIFEST_UNKNOWN',
  BAD_USER_INPUT: 'UNSUPPORTED',
  VALIDATION_FAILED: 'NAME_INVALID',
  DIGEST_INVALID: 'DIGEST_INVALID',
  MANIFEST_INVALID: 'MANIFEST_INVALID',
  QUOTA_EXCEEDED: 'SIZE_INVALID',
  RATE_LIMITED: 'TOOMANYREQUESTS',
  INTERNAL: 'UNKNOWN',
  UPSTREAM_UNAVAILABLE: 'UNKNOWN',
};

/** Any error as `/v2` answers it: the specification's code, ours in `detail.code`. `as` names the specification's code where the place decides it (a missing blob, an unknown upload). */
export function ociErrorOf(error: unknown, as?: OciCode): { status: number; body: OciErrorBody } {
  const { code, status, message, details, suggestions } = refusalOf(error);
  return { status, body: { errors: [{ code: as ?? codes[code] ?? 'DENIED', message, detail: { code, ...details, suggestions } }] } };
}
