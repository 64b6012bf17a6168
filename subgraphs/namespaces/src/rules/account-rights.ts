import type { KnownPrincipal, Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';

/** Ending sessions takes rights away and gives none: a key that may administer the whole account may do it. @throws UNAUTHENTICATED, FORBIDDEN */
export function assertMayEndSessions(principal: Principal): KnownPrincipal {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  if (principal.sessionId === null && (!principal.scopes.has('admin') || principal.limitedTo)) {
    throw new RegistryError('FORBIDDEN', { reason: 'Ending sessions needs a session, or an API key with the scope admin that is not limited to namespaces.' });
  }
  return principal;
}

/** Somebody who is signed in, and no key. */
export type Person = KnownPrincipal & { readonly sessionId: string };

/**
 * What belongs to the person: passwords, second factors, passkeys. A key that could change these would outlive every revocation.
 * @param why  what keys are told
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export function assertIsPerson(principal: Principal, why = 'An API key cannot change how its account signs in.'): Person {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  const { sessionId } = principal;
  if (sessionId === null) throw new RegistryError('FORBIDDEN', { reason: why, suggestion: 'Do it in the browser.' });
  return { ...principal, sessionId };
}
