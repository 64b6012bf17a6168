import { RegistryError } from '@gati/errors';
import semver from 'semver';
import { highestFirst } from './selecting.ts';

/** Versions are few and ranges short; longer ones are nobody's honest range, and cost time to read. */
const rangeLengthMax = 200;

/** An exact version or a semver range; `*` for all. @throws VALIDATION_FAILED */
export function parseVersionRange(text: string, path = 'range'): string {
  const range = text.length <= rangeLengthMax ? semver.validRange(text.trim() || ' ') : null;
  if (range === null || text.trim() === '') {
    const message = `«${text.slice(0, 80)}» is neither a version nor a range`;
    throw new RegistryError('VALIDATION_FAILED', { fields: [{ path, message, fix: 'Write for example 1.2.0, ^1, <2.0.0 or *.' }] });
  }
  return range;
}

/** Those in the range, highest first, prereleases too: a warning that leaves some out would be taken for an all-clear. */
export const versionsInRange = <V extends { readonly version: string }>(range: string, versions: readonly V[]): readonly V[] =>
  highestFirst(versions.filter(({ version }) => semver.satisfies(version, range, { includePrerelease: true })));
