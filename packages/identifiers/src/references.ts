import { RegistryError } from '@gati/errors';
import semver from 'semver';
import { isDigest, type Digest } from './digests.ts';
import { parseArtifactName, type ArtifactName } from './names.ts';
import { isSemanticVersion, type SemanticVersion } from './versions.ts';

/** How a reference chooses a version. A text is tried as exact version, then as label, then as range. */
export type Selector =
  | { readonly kind: 'version'; readonly version: SemanticVersion }
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'label'; readonly label: string };

export interface Reference {
  readonly name: ArtifactName;
  readonly selector: Selector;
}

/** What `X` in `@acme/auth@X` means. @throws VALIDATION_FAILED for what is none of version, label, range, digest */
export function parseSelector(text: string, path = 'ref'): Selector {
  if (isDigest(text)) return { kind: 'digest', digest: text };
  if (isSemanticVersion(text)) return { kind: 'version', version: text };
  const range = text.length <= 256 ? semver.validRange(text) : null;
  if (range !== null && text !== '') return { kind: 'range', range: text };
  if (/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/.test(text)) return { kind: 'label', label: text };
  throw new RegistryError('VALIDATION_FAILED', {
    fields: [{ path, message: `«${text.slice(0, 140)}» is no version, label, range or digest`, fix: 'Write for example 1.2.0, ^1.2, latest or sha256:….' }],
  });
}

/** `@acme/auth`, `@acme/auth@^1`, `@acme/auth@latest`, `@acme/auth@sha256:…`. Without a selector it means the label latest. @throws VALIDATION_FAILED */
export function parseReference(text: string, path = 'ref'): Reference {
  const at = text.indexOf('@', 1);
  const name = parseArtifactName(at < 0 ? text : text.slice(0, at), path);
  return { name, selector: at < 0 ? { kind: 'label', label: 'latest' } : parseSelector(text.slice(at + 1), path) };
}
