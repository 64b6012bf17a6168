import type { IncomingHttpHeaders } from 'node:http';
import { RegistryError } from '@gati/errors';

/** What a page of another site can send without asking first (Fetch standard, "CORS-safelisted request-header"). */
const simpleTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;

/**
 * Lets pass only what a browser would have had to ask leave for: a body of a type that forms cannot send, or a header that they cannot set.
 * Apollo Server checks the same again; here it is checked before anything is parsed.
 * @throws BAD_USER_INPUT
 */
export function assertPreflighted(headers: IncomingHttpHeaders): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type && !simpleTypes.has(type)) return;
  if (preflightHeaders.some((name) => headers[name])) return;
  throw new RegistryError('BAD_USER_INPUT', {
    reason: 'A page of another site could have sent this request.',
    suggestion: 'Send the operation as application/json, or set the header apollo-require-preflight.',
  });
}
