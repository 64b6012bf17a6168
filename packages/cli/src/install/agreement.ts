import semver from 'semver';
import { lockedVersion } from './choice.ts';
import type { Lockfile } from './lockfile.ts';

/** In what gati.json and the lockfile disagree; empty when a frozen install may go on. */
export function disagreements(
  dependencies: Readonly<Record<string, string>>,
  lockfile: Lockfile,
): readonly { readonly path: string; readonly message: string }[] {
  const names = [...new Set([...Object.keys(dependencies), ...Object.keys(lockfile.roots)])].sort();
  return names.flatMap((name) => {
    const path = `/dependencies/${name.replace('/', '~1')}`;
    const [wanted, locked] = [dependencies[name], lockfile.roots[name]];
    if (wanted === undefined) return [{ path, message: `${name} is in the lockfile and not in gati.json` }];
    if (locked === undefined) return [{ path, message: `${name} is in gati.json and not in the lockfile` }];
    if (wanted !== locked) return [{ path, message: `${name} is wanted as ${wanted}, and locked for ${locked}` }];
    const version = lockedVersion(lockfile, name);
    return version !== undefined && satisfies(version, wanted)
      ? []
      : [{ path, message: `${name} is locked to ${version ?? 'nothing'}, which is not ${wanted}` }];
  });
}

/** Prereleases count where they are in the range by order: which ones may be chosen was decided when they were. */
export const satisfies = (version: string, range: string): boolean => semver.satisfies(version, range, { includePrerelease: true });
