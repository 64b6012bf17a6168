/** Facts that artifacts leaves behind, in the transaction that made them true. Followers may see one more than once, in any order. */
export interface ArtifactEvents {
  /** A manifest waits for admission, or an admitted one waits for its version to be published. */
  'manifest.staged': { readonly artifactId: string; readonly manifestId: string };
  /** A manifest that refers to another one arrived, and that one is here: perhaps its signature. */
  'referrer.attached': { readonly artifactId: string; readonly manifestId: string; readonly carrierManifestId: string };
  'version.published': { readonly artifactId: string; readonly versionId: string; readonly manifestId: string };
  /** Yanked, taken back, quarantined, unpublished, or staged with a new reason. */
  'version.statusChanged': { readonly artifactId: string; readonly versionId: string };
  /** Refused for malware. */
  'version.rejected': { readonly artifactId: string; readonly versionId: string };
  /** Its labels, description, visibility or counters are others now. */
  'artifact.changed': { readonly artifactId: string };
  /** A blob of this namespace is not served any more, because its bytes are gone or not what they were. */
  'blob.setAside': { readonly namespaceId: string; readonly digest: string; readonly fault: 'changed' | 'missing'; readonly names: readonly string[] };
  /** An administrator asks for a collection of garbage now. */
  'collection.requested': Readonly<Record<never, never>>;
  /** It has more or fewer stars or downloads; search learns of it after a while, of many at once. */
  'artifact.counted': { readonly artifactId: string };
}

/** Leaves a fact in the transaction it belongs to. */
export type Emit = <K extends keyof ArtifactEvents>(name: K, payload: ArtifactEvents[K]) => Promise<void>;
