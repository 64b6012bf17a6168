import { RegistryError } from '@gati/errors';

/** How Prisma names that it could not reach, start on, or keep a connection: P1001, P1002, P1008, P1017, P2024, P2028, P2037. @see https://www.prisma.io/docs/orm/reference/error-reference */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
const driverKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections', 'TlsConnectionError']);
/** Connection exceptions, too many connections, and a server that shuts down, has crashed, or is starting. @see https://www.postgresql.org/docs/18/errcodes-appendix.html, classes 08, 53 and 57 */
const isUnavailableState = (code: string): boolean => /^(?:08...|53300|57P0[123])$/.test(code);
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);
/** What the driver and its pool say without a code. */
const poolWords = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly meta?: { readonly code?: string; readonly driverAdapterError?: { readonly cause?: { readonly kind?: string; readonly originalCode?: string } } };
}

function isUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 3) return false;
  const { code = '', message = '', meta, cause } = error as Failure;
  const driver = meta?.driverAdapterError?.cause;
  return (
    prismaCodes.has(code) ||
    socketCodes.has(code) ||
    driverKinds.has(driver?.kind ?? '') ||
    [code, meta?.code ?? '', driver?.originalCode ?? ''].some(isUnavailableState) ||
    poolWords.test(message) ||
    isUnavailable(cause, depth + 1)
  );
}

/** A database that cannot be asked is UPSTREAM_UNAVAILABLE, which clients may try again; every other failure is thrown as it is. */
export function throwTyped(error: unknown): never {
  throw isUnavailable(error) ? new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The database' }, { cause: error }) : error;
}
