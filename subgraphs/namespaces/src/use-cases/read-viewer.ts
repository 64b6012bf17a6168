import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { apiKeys, namespaces, type ApiKeyRow, type MembershipRow, type Tables } from '../repository.ts';

const membershipsMax = 200;
const apiKeysShownMax = 100;
/** A revoked key stays in the list this long, so that its owner sees what happened. */
const revokedShownMs = 30 * 24 * 60 * 60_000;

/** What the asker belongs to, its own namespace first, then by handle, at most 200; a limited key sees what it is limited to. */
export const listMemberships =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal): Promise<readonly MembershipRow[]> => {
    if (principal.kind === 'anonymous') return [];
    const memberships = await namespaces(tables).membershipsOf(principal.accountId, membershipsMax);
    return memberships.filter(({ namespaceId }) => principal.limitedTo === null || principal.limitedTo.has(namespaceId));
  };

/** The asker's API keys, newest first, at most 100, revoked ones for 30 days. A key that could not make others sees itself alone. */
export const listApiKeys =
  ({ tables, clock }: { readonly tables: Tables; readonly clock: Clock }) =>
  async (principal: Principal): Promise<readonly ApiKeyRow[]> => {
    if (principal.kind === 'anonymous') return [];
    const keys = await apiKeys(tables).list(principal.accountId, new Date(clock().getTime() - revokedShownMs), apiKeysShownMax);
    return principal.apiKeyId === null || principal.scopes.has('admin') ? keys : keys.filter(({ id }) => id === principal.apiKeyId);
  };
