import { RegistryError } from '@gati/errors';
import { isDigest, isSemanticVersion, isVersionOrRange, parseDigest, type Digest, type SemanticVersion } from '@gati/identifiers';

/** What a tag of the OCI door means here. */
export type Tag =
  /** The number of a version. */
  | { readonly kind: 'version'; readonly tag: SemanticVersion }
  /** A movable label. */
  | { readonly kind: 'label'; readonly tag: string }
  /** The tag under which clients without the referrers API keep what belongs to a manifest: `sha256-<hex>`, with `.sig`, `.att` or `.sbom` for Cosign's. */
  | { readonly kind: 'carrier'; readonly tag: string; readonly subject: Digest; readonly isSignature: boolean };

/** What stands for a manifest in a path: `/manifests/<reference>`. */
export type ManifestReference = { readonly kind: 'digest'; readonly digest: Digest } | { readonly kind: 'tag'; readonly tag: Tag };

/** Distribution Specification 1.1, "Pulling manifests". */
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const carrierPattern = /^sha256-([0-9a-f]{64})(\.sig|\.att|\.sbom)?$/;
/** The same rule for SQL. */
export const carrierTagSql = '^sha256-[0-9a-f]{64}([.](sig|att|sbom))?$';

export function tagOf(text: string): Tag | null {
  if (!tagPattern.test(text)) return null;
  if (isSemanticVersion(text)) return { kind: 'version', tag: text };
  const carrier = carrierPattern.exec(text);
  const subject = `sha256:${carrier?.[1] ?? ''}`;
  if (carrier && isDigest(subject)) return { kind: 'carrier', tag: text, subject, isSignature: carrier[2] === '.sig' };
  return { kind: 'label', tag: text };
}

/** The tag under which Cosign keeps the signatures of a manifest. */
export const signatureTagOf = (subject: Digest): string => `${subject.replace(':', '-')}.sig`;

/** @throws DIGEST_INVALID for what has a colon and is no digest; MANIFEST_INVALID for what is no tag */
export function parseManifestReference(text: string): ManifestReference {
  if (text.includes(':')) return { kind: 'digest', digest: parseDigest(text) };
  const tag = tagOf(text);
  if (!tag)
    throw new RegistryError('MANIFEST_INVALID', {
      reason: `«${text.slice(0, 140)}» is not a tag: 1 to 128 letters, digits, dots, hyphens and underscores, beginning with a letter, a digit or an underscore.`,
    });
  return { kind: 'tag', tag };
}

/** As it was written. */
export const textOf = (reference: ManifestReference): string => (reference.kind === 'digest' ? reference.digest : reference.tag.tag);

/** Whether a label can be chosen by a reference such as `@acme/auth@next`: one that reads as a version or a range never is. */
export const isSelectable = (label: string): boolean => !isVersionOrRange(label);
