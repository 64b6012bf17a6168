import type { FactsFor, Principal } from '@gati/authority';
import { namespaces, type Tables } from '../repository.ts';

/** What is known of the asker and some namespaces, in one query; never cached, so that a role that was taken is missed at once. */
export const factsFor =
  ({ tables }: { readonly tables: Tables }): FactsFor =>
  async (principal, namespaceIds) => {
    if (namespaceIds.length === 0) return new Map();
    const rows = await namespaces(tables).standingOf(principal.kind === 'anonymous' ? null : principal.accountId, [...new Set(namespaceIds)]);
    return new Map(rows.map(({ id, handle, role }) => [id, { namespaceId: id, handle, role }]));
  };

/** An account that belongs to more sees the rest by name, not in lists. */
const namespacesMax = 1000;

/** Ids of the namespaces whose private things the asker may read: it has a role there, the scope read, and no limit that leaves them out. */
export const readableNamespaceIds =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal): Promise<readonly string[]> => {
    if (principal.kind === 'anonymous' || !principal.scopes.has('read')) return [];
    const memberships = await namespaces(tables).membershipsOf(principal.accountId, namespacesMax);
    return memberships.map(({ namespaceId }) => namespaceId).filter((id) => principal.limitedTo === null || principal.limitedTo.has(id));
  };
