import type { GrantedRole, Principal, Role } from './principal.ts';

/** What `namespaces` knows about the asker and one namespace. */
export interface NamespaceFacts {
  readonly namespaceId: string;
  readonly handle: string;
  /** The asker's role; null for a stranger. */
  readonly role: Role | null;
  /** Roles that the asker has on single artifacts there, by their ids, given to it or to a team of it; the strongest of each. Absent for none. */
  readonly grants?: ReadonlyMap<string, GrantedRole>;
}

/** Facts by namespace id, in one query for all; what does not exist is absent. Anonymous callers get facts with a null role. */
export type FactsFor = (principal: Principal, namespaceIds: readonly string[]) => Promise<ReadonlyMap<string, NamespaceFacts>>;
