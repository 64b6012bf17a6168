import { RegistryError } from '@gati/errors';
import { isWithin } from './limits.ts';
import type { GrantedRole, Principal, Role, Scope } from './principal.ts';

/** Everything that can be asked for. Reads come first; each other act names the role and the scope it needs. */
export type Action =
  | 'artifact.read'
  | 'artifact.push'
  | 'artifact.update'
  | 'version.tag'
  | 'version.yank'
  | 'version.deprecate'
  | 'version.unpublish'
  | 'artifact.grant'
  | 'artifact.leave'
  | 'artifact.transfer'
  | 'key.register'
  | 'key.revoke'
  | 'namespace.manage'
  | 'namespace.own'
  | 'namespace.leave';

/** What is asked about: the asker's standing in its namespace, and the thing's own state. */
export interface Subject {
  readonly namespaceId: string;
  readonly handle: string;
  /** Name of the artifact without its namespace; absent where the namespace as a whole is asked about, which a credential for some artifacts never reaches. */
  readonly artifact?: string;
  /** Id of that artifact, by which a role on it alone counts; absent for what does not exist yet. */
  readonly artifactId?: string;
  /** See `NamespaceFacts`. */
  readonly grants?: ReadonlyMap<string, GrantedRole>;
  /** The asker's role in the namespace; null for a stranger. */
  readonly role: Role | null;
  readonly visibility: 'public' | 'private';
  /** Admitted things are for readers; what is staged or rejected is for writers only. */
  readonly admitted: boolean;
}

export type Decision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'forbidden'; readonly needed: Role; readonly scope: Scope };

const rank: Record<Role, number> = { read: 1, write: 2, admin: 3, owner: 4 };

const needs: Record<Action, { readonly role: Role; readonly scope: Scope }> = {
  'artifact.read': { role: 'read', scope: 'read' },
  'artifact.push': { role: 'write', scope: 'publish' },
  'artifact.update': { role: 'admin', scope: 'publish' },
  'version.tag': { role: 'write', scope: 'publish' },
  'version.yank': { role: 'write', scope: 'publish' },
  'version.deprecate': { role: 'write', scope: 'publish' },
  'version.unpublish': { role: 'admin', scope: 'publish' },
  'artifact.grant': { role: 'admin', scope: 'admin' },
  // Gives up one's own role on it.
  'artifact.leave': { role: 'read', scope: 'admin' },
  'artifact.transfer': { role: 'owner', scope: 'admin' },
  'key.register': { role: 'admin', scope: 'admin' },
  'key.revoke': { role: 'admin', scope: 'admin' },
  'namespace.manage': { role: 'admin', scope: 'admin' },
  // What concerns owners, and the namespace as a whole: its handle, its end.
  'namespace.own': { role: 'owner', scope: 'admin' },
  'namespace.leave': { role: 'read', scope: 'admin' },
};

/** Whether a role includes another one. */
export const hasRole = (role: Role | null, needed: Role): boolean => role !== null && rank[role] >= rank[needed];

/** A role on one artifact adds to the role in its namespace, for what is asked about that artifact. */
const holdsRole = ({ role, grants, artifactId }: Subject, needed: Role): boolean =>
  hasRole(role, needed) || (artifactId !== undefined && hasRole(grants?.get(artifactId) ?? null, needed));

const holds = (principal: Principal, scope: Scope, role: Role, subject: Subject): boolean =>
  principal.kind !== 'anonymous' && principal.scopes.has(scope) && isWithin(principal.limitedTo, subject) && holdsRole(subject, role);

/**
 * The only place where a right is decided; pure, so the whole policy is a table in its test.
 * What may not be read is hidden, whatever was asked. Writers see everything of their namespace.
 */
export function decide(principal: Principal, action: Action, subject: Subject): Decision {
  const open = subject.visibility === 'public' && subject.admitted;
  const { role, scope } = needs[action];
  if (action !== 'artifact.read' && holds(principal, scope, role, subject)) return { kind: 'allowed' };
  const readable = open || holds(principal, 'read', subject.admitted ? 'read' : 'write', subject);
  if (!readable) return { kind: 'hidden' };
  if (action === 'artifact.read') return { kind: 'allowed' };
  if (principal.kind === 'anonymous') return { kind: 'unauthenticated' };
  return { kind: 'forbidden', needed: role, scope };
}

/** Throws what the door must say when the answer is no: for what is hidden, what a missing thing gets. @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED */
export function assertAllowed(decision: Decision, { reference, handle }: { readonly reference: string; readonly handle: string }): void {
  if (decision.kind === 'hidden') throw new RegistryError('NOT_FOUND', { reference });
  if (decision.kind === 'unauthenticated') throw new RegistryError('UNAUTHENTICATED', {});
  if (decision.kind === 'forbidden') {
    throw new RegistryError('NAMESPACE_PERMISSION_DENIED', { handle, needed: `the role ${decision.needed} and a credential with the scope ${decision.scope}` });
  }
}
