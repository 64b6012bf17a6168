import type { FactsFor, Principal } from '@gati/authority';
import { grants, namespaces, type Tables } from '../repository.ts';

/** What is known of the asker and some namespaces, in one query; never cached, so that a role that was taken is missed at once. */
export const factsFor =
  ({ tables }: { readonly tables: Tables }): FactsFor =>
  async (principal, namespaceIds) => {
    if (namespaceIds.length === 0) return new Map();
    const rows = await namespaces(tables).standingOf(principal.kind === 'anonymous' ? null : principal.accountId, [...new Set(namespaceIds)]);
    return new Map(
      rows.map(({ id, handle, role, grants: given }) => [id, { namespaceId: id, handle, role, ...(given && { grants: new Map(Object.entries(given)) }) }]),
    );
  };

/** An account that belongs to more, or was given more, sees the rest by name, not in lists. */
const namespacesMax = 1000;
const artifactsMax = 1000;

/** What private things a caller may read: all that is in these namespaces, and these artifacts. */
export interface ReadableScopes {
  readonly namespaceIds: readonly string[];
  readonly artifactIds: readonly string[];
}

/** Where the asker has a role, on a namespace or on an artifact alone, with the scope read and no limit that leaves it out. */
export const readableScopes =
  ({ tables }: { readonly tables: Tables }) =>
  async (principal: Principal): Promise<ReadableScopes> => {
    if (principal.kind === 'anonymous' || !principal.scopes.has('read')) return { namespaceIds: [], artifactIds: [] };
    const { accountId, limitedTo } = principal;
    const [memberships, granted] = await Promise.all([
      namespaces(tables).membershipsOf(accountId, namespacesMax),
      grants(tables).readableBy(accountId, artifactsMax),
    ]);
    const isWithin = ({ namespaceId }: { readonly namespaceId: string }) => limitedTo === null || limitedTo.has(namespaceId);
    return {
      namespaceIds: memberships.filter(isWithin).map(({ namespaceId }) => namespaceId),
      artifactIds: granted.filter(isWithin).map(({ artifactId }) => artifactId),
    };
  };
