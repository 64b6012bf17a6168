import { isRegistryError, ociErrorOf, refusalOf, type OciCode, type OciErrorBody } from '@gati/errors';
import { MissingReferences } from '../missing-references.ts';
import { SizeMismatch } from '../size-mismatch.ts';

/** A refusal of this door with the specification's code, where the place decides it. */
export class OciRefusal extends Error {
  readonly status: number;
  readonly ociCode: OciCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, ociCode: OciCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'OciRefusal';
    this.status = status;
    this.ociCode = ociCode;
    this.headers = headers;
  }
}

/** Any error as this door answers it. @param unknown  the specification's code for what is missing at this place */
export function answerOf(
  error: unknown,
  unknown: OciCode,
  requestId: string,
): { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: OciErrorBody } {
  if (error instanceof OciRefusal) {
    return {
      status: error.status,
      headers: error.headers,
      body: { errors: [{ code: error.ociCode, message: error.message, detail: { code: 'BAD_USER_INPUT', requestId } }] },
    };
  }
  const { status, body } = ociErrorOf(error, codeAt(error, unknown));
  const { code, details } = refusalOf(error);
  const headers: Record<string, string> = code === 'RATE_LIMITED' ? { 'retry-after': String(details['retryAfterSeconds'] ?? 1) } : {};
  return { status, headers, body: { errors: body.errors.map((each) => ({ ...each, detail: { ...each.detail, requestId } })) } };
}

function codeAt(error: unknown, unknown: OciCode): OciCode | undefined {
  if (error instanceof MissingReferences) return 'MANIFEST_BLOB_UNKNOWN';
  if (error instanceof SizeMismatch) return 'SIZE_INVALID';
  return isRegistryError(error) && error.code === 'NOT_FOUND' ? unknown : undefined;
}
