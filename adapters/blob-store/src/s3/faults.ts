import { isRegistryError, RegistryError } from '@gati/errors';

/** What S3 answers, in the words of its error document; the rest (signatures, addresses, header lines) must reach neither a client nor a log. */
interface Answer {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** The service answered, and the answer cannot be true: no ETag for a stored part, another range than the one asked for, another size than the one sent. */
export class UntrueAnswer extends Error {
  constructor(what: string) {
    super(`The S3 service answered what cannot be true: ${what}.`);
    this.name = 'UntrueAnswer';
  }
}

/** No answer within the time allowed. */
export class NoAnswer extends Error {
  constructor(timeMs: number) {
    super(`The S3 service did not answer within ${timeMs} ms.`);
    this.name = 'NoAnswer';
  }
}

export const statusOf = (error: unknown): number | undefined => (error as Answer | null)?.$metadata?.httpStatusCode;
const nameOf = (error: unknown): string => String((error as Answer | null)?.name ?? '');

export const isMissing = (error: unknown): boolean => nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound' || nameOf(error) === 'NoSuchUpload';
/** `If-None-Match: *` met an object. */
export const isTaken = (error: unknown): boolean => statusOf(error) === 412;

const passing = new Set([
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'SlowDown',
  'InternalError',
  'ServiceUnavailable',
  'ConditionalRequestConflict',
  'OperationAborted',
  // Bytes that changed or got lost on their way.
  'XAmzContentSHA256Mismatch',
  'XAmzContentChecksumMismatch',
  'BadDigest',
  'IncompleteBody',
]);
const refusedForGood = new Set([400, 401, 403, 404, 405, 409, 411, 412, 416, 501]);

/** Whether another attempt may go well: the network, an overloaded service, an answer that cannot be true. Anything that the service refuses with a reason is final. */
export function isPassing(error: unknown): boolean {
  if (isRegistryError(error)) return false;
  if (passing.has(nameOf(error))) return true;
  const status = statusOf(error);
  return status === undefined || !refusedForGood.has(status);
}

/** As the registry says it. The cause keeps the service's code, status and request id, and nothing that could hold a signature, a key or an address. */
export function asStoreFault(error: unknown, operation: string): RegistryError {
  if (isRegistryError(error)) return error;
  const { code, message, $metadata } = (error ?? {}) as Answer;
  const isOurs = error instanceof UntrueAnswer || error instanceof NoAnswer;
  const facts = [isOurs ? String(message) : nameOf(error), code, $metadata?.httpStatusCode, $metadata?.requestId].filter(
    (fact) => fact !== undefined && fact !== '',
  );
  return new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The blob store' }, { cause: new Error(`S3 ${operation}: ${facts.join(', ')}`) });
}
