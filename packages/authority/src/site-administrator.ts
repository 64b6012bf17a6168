import type { Principal } from './principal.ts';

/**
 * Whether the caller administers the whole site: an account that the settings name, by a credential with the scope admin that is not limited to some namespaces.
 * @param handles  of site administrators (`GATI_ADMINS`)
 */
export const isSiteAdministrator = (principal: Principal, handles: ReadonlySet<string>): boolean =>
  principal.kind !== 'anonymous' && handles.has(principal.handle) && principal.scopes.has('admin') && principal.limitedTo === null;
