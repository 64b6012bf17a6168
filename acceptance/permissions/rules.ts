/** What a member may do in a namespace; each includes those below it. */
export type Role = 'read' | 'write' | 'admin' | 'owner';
/** What a credential may be used for at most. */
export type Scope = 'read' | 'publish' | 'admin';

/** One column of the matrix: who asks, and with what. */
export interface Caller {
  readonly name: string;
  /** Null for anonymous; else whose account it is. */
  readonly account: string | null;
  /** A key, not a person's session. */
  readonly isKey: boolean;
  readonly scopes: readonly Scope[];
  /** Handles of the namespaces that the credential is limited to; null for no limit. */
  readonly limitedTo: readonly string[] | null;
  readonly roles: Readonly<Record<string, Role>>;
  /** The key has expired: whoever brings it is nobody, and is told so at the door. */
  readonly isOver?: true;
  /** A session that should confirm with the second factor first. */
  readonly isUnconfirmed?: true;
  readonly isSiteAdministrator?: true;
}

/** Who may do something. */
export type Who =
  | { readonly kind: 'anyone' }
  /** Whoever is signed in; a key needs the scope, and then no limit to some namespaces. */
  | { readonly kind: 'account'; readonly scope: Scope | null }
  /** A person's session, no key. */
  | { readonly kind: 'person' }
  /** Whoever has the role in the namespace and a credential with the scope for it; only a person where it says so. */
  | { readonly kind: 'role'; readonly role: Role; readonly scope: Scope; readonly at: string; readonly isPerson?: true; readonly or?: Who }
  /** Whoever is signed in and sees the thing, with a credential that may write there; no role is needed. */
  | { readonly kind: 'seer'; readonly scope: Scope }
  | { readonly kind: 'site' };

/**
 * Of what. An artifact is seen or hidden by its own state; a namespace is public; a part of a namespace and what is one's own are hidden from everybody else.
 */
export type Of = 'nothing' | 'artifact' | 'namespace' | 'part' | 'own';

/** State of an artifact. What is staged is for writers alone. */
export type State = 'public' | 'private' | 'staged';

/** `hidden` means: answered byte for byte as what does not exist. Every other word is the code of the refusal. */
export type Outcome = 'granted' | 'hidden' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NAMESPACE_PERMISSION_DENIED' | 'STEP_UP_REQUIRED';

export interface Need {
  readonly who: Who;
  readonly of: Of;
  /** Whose it is, where it is somebody's own. */
  readonly owner?: string;
  /** Whether a session of an account with a second factor must have confirmed within 15 minutes. */
  readonly isConfirmed?: true;
}

const rank: Record<Role, number> = { read: 1, write: 2, admin: 3, owner: 4 };

const reaches = ({ limitedTo }: Caller, namespace: string): boolean => limitedTo === null || limitedTo.includes(namespace);

/** Whether the caller has a role at least so high there, and a credential that may use it. */
export const holds = (caller: Caller, at: string, role: Role, scope: Scope): boolean =>
  caller.scopes.includes(scope) && reaches(caller, at) && rank[caller.roles[at] ?? 'read'] >= rank[role] && caller.roles[at] !== undefined;

/** Whether a caller sees an artifact of the namespace. Whoever may push sees what is staged. */
export const sees = (caller: Caller, at: string, state: State): boolean =>
  state === 'public' || (state === 'private' ? holds(caller, at, 'read', 'read') : holds(caller, at, 'write', 'read'));

/** What the policy's row promises to this caller. This is the whole law; it knows nothing of how the product decides. */
export function expected({ who, of, owner, isConfirmed }: Need, caller: Caller, state: State = 'public'): Outcome {
  if (caller.isOver) return 'UNAUTHENTICATED';
  const isNobody = caller.account === null;
  const unconfirmed = isConfirmed && caller.isUnconfirmed;
  switch (who.kind) {
    case 'anyone':
      return 'granted';
    case 'person':
    case 'account': {
      if (isNobody) return 'UNAUTHENTICATED';
      if (who.kind === 'person' && caller.isKey) return 'FORBIDDEN';
      if (unconfirmed) return 'STEP_UP_REQUIRED';
      if (of === 'own' && caller.account !== owner) return 'hidden';
      const lacks = who.kind === 'account' && who.scope !== null && (!caller.scopes.includes(who.scope) || caller.limitedTo !== null);
      return lacks ? 'FORBIDDEN' : 'granted';
    }
    case 'role': {
      if (who.isPerson && isNobody) return 'UNAUTHENTICATED';
      if (who.isPerson && caller.isKey) return 'FORBIDDEN';
      if (unconfirmed) return 'STEP_UP_REQUIRED';
      if (holds(caller, who.at, who.role, who.scope)) return 'granted';
      if (who.or && expected({ who: who.or, of }, caller, state) === 'granted') return 'granted';
      if (of === 'artifact' && !sees(caller, who.at, state)) return 'hidden';
      if (isNobody) return 'UNAUTHENTICATED';
      return of === 'part' ? 'hidden' : 'NAMESPACE_PERMISSION_DENIED';
    }
    case 'seer':
      if (!sees(caller, 'acme', state)) return 'hidden';
      if (isNobody) return 'UNAUTHENTICATED';
      return caller.scopes.includes(who.scope) && reaches(caller, 'acme') ? 'granted' : 'FORBIDDEN';
    case 'site':
      if (isNobody) return 'UNAUTHENTICATED';
      return caller.isSiteAdministrator ? 'granted' : 'FORBIDDEN';
  }
}
