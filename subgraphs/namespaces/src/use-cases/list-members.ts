import type { FactsFor, Principal, Role } from '@gati/authority';
import { belongs } from '../belongs.ts';
import { namespaces, type MemberRow, type NamespaceRow, type Tables } from '../repository.ts';

/** A place in the list of members: role and handle of one. */
export type MemberPlace = readonly [role: Role, handle: string];

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
}

/**
 * Members from after a place on, owners first, then by handle, with their number in all.
 * An organization's are shown to its members, a user's to everyone.
 * @returns null for those who may not see them
 */
export const listMembers =
  ({ tables, factsFor }: Dependencies) =>
  async (
    principal: Principal,
    { id, kind }: Pick<NamespaceRow, 'id' | 'kind'>,
    { after, limit }: { readonly after: MemberPlace | null; readonly limit: number },
  ): Promise<{ readonly members: readonly MemberRow[]; readonly totalCount: number } | null> => {
    if (kind === 'organization' && !(await belongs(factsFor, principal, id))) return null;
    const [members, totalCount] = await Promise.all([namespaces(tables).members(id, after, limit), namespaces(tables).countMembers(id)]);
    return { members, totalCount };
  };
