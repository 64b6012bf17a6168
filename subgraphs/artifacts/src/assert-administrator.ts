import type { Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { IsAdministrator } from './ports.ts';

/** @throws UNAUTHENTICATED, FORBIDDEN for whoever does not administer the site */
export function assertAdministrator(isAdministrator: IsAdministrator, principal: Principal): void {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  if (!isAdministrator(principal))
    throw new RegistryError('FORBIDDEN', { reason: 'This is for administrators of the site.', suggestion: 'Administrators are named in GATI_ADMINS.' });
}
