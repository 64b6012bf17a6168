/** What a member may do in a namespace; each includes those below it: owner, admin, write, read. */
export type Role = 'owner' | 'admin' | 'write' | 'read';
/** What may be given on a single artifact: nobody owns but who owns the namespace. */
export type GrantedRole = Exclude<Role, 'owner'>;
/** What a credential may be used for at most. */
export type Scope = 'read' | 'publish' | 'admin';

/** Who asks. Roles are not here: they are facts that change, supplied by `namespaces` for each decision. */
export type Principal = { readonly kind: 'anonymous' } | KnownPrincipal;

export interface KnownPrincipal {
  readonly kind: 'user' | 'robot';
  readonly accountId: string;
  readonly handle: string;
  /** The session that ends with a sign-out; null for API keys. */
  readonly sessionId: string | null;
  /** The API key that was used; null for sessions. */
  readonly apiKeyId: string | null;
  readonly scopes: ReadonlySet<Scope>;
  /** What the credential is limited to: ids of namespaces, and `<id>/<pattern>` for some artifacts of one (limits.ts); null for no limit. */
  readonly limitedTo: ReadonlySet<string> | null;
}

export const anonymous: Principal = { kind: 'anonymous' };
