import { RegistryError } from '@gati/errors';
import semver from 'semver';

/** A full semantic version, `1.2.0-rc.1` (semver 2.0.0, no build metadata: a registry version has one spelling; a tag cannot hold a plus sign either). */
export type SemanticVersion = string & { readonly __kind: 'SemanticVersion' };
/** A movable name for a version, `next`: an OCI tag that does not read as a version or a range. */
export type Label = string & { readonly __kind: 'Label' };

/** Source: semver.org, "Is there a suggested regular expression"; without the build part. */
const versionPattern =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?$/;
/** An OCI tag is at most 128 characters (Distribution Specification 1.1, "Pulling manifests"), and a version is one. */
const tagLengthMax = 128;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

export const isSemanticVersion = (text: string): text is SemanticVersion =>
  text.length <= tagLengthMax && versionPattern.test(text) && semver.valid(text) !== null;

/** Whether a text reads as a version or a range, so that it cannot be a label: `1.2`, `v1`, `x`. */
export const isVersionOrRange = (text: string): boolean => semver.validRange(text) !== null;

/** @throws VALIDATION_FAILED with the value and the rule */
export function parseSemanticVersion(text: string, path = 'version'): SemanticVersion {
  if (!isSemanticVersion(text)) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [
        {
          path,
          message: `«${text.slice(0, 140)}» is not a semantic version`,
          fix: 'Write three numbers and an optional prerelease, for example 1.2.0 or 1.2.0-rc.1, without build metadata.',
        },
      ],
    });
  }
  return text;
}

/** @throws VALIDATION_FAILED with the value and the rule */
export function parseLabel(text: string, path = 'tag'): Label {
  if (!tagPattern.test(text) || isVersionOrRange(text)) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [
        {
          path,
          message: `«${text.slice(0, 140)}» is not a label`,
          fix: 'Use 1 to 128 letters, digits, dots, hyphens and underscores that do not read as a version or a range, for example next.',
        },
      ],
    });
  }
  return text as Label;
}
