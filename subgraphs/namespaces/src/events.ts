/** Facts that namespaces leaves behind, in the transaction that made them true. Followers may see one more than once. */
export interface NamespaceEvents {
  /** A namespace was made, or something that is shown of it changed. */
  'namespace.changed': { readonly namespaceId: string };
  /** An account's role in a namespace was given, changed or taken: what it may see is decided anew. */
  'member.changed': { readonly namespaceId: string; readonly accountId: string };
  /** A badge of a namespace came or went. */
  'verification.changed': { readonly namespaceId: string };
  /** Somebody is invited, and is to be told by mail. */
  'invitation.made': { readonly invitationId: string };
  /** An account is to get a mail with a code. Without an account nothing is sent: whoever asked does not learn whether there is one. */
  'mail.requested': { readonly accountId: string | null; readonly purpose: 'verify' | 'reset' };
}
export type Emit = <K extends keyof NamespaceEvents>(name: K, payload: NamespaceEvents[K]) => Promise<void>;
