/** Facts that security leaves behind, in the transaction that made them true. Followers may see one more than once. */
export interface SecurityEvents {
  /** A scan ended with a score: search shows it. */
  'scan.completed': { readonly artifactId: string; readonly versionId: string };
  /** A key counts no longer from a time on: what it signed later is to be quarantined, also what was published at that very moment. */
  'key.revoked': { readonly namespaceId: string; readonly signingKeyId: string };
}
export type Emit = <K extends keyof SecurityEvents>(name: K, payload: SecurityEvents[K]) => Promise<void>;
