import semver from 'semver';
import { comparePythonVersions } from './pep440.ts';

/** The order of two versions: below, at or above 0; null when one of them is no version of the ecosystem. */
export type CompareVersions = (a: string, b: string) => number | null;

/** Versions as people write them: `v1.2`, `1.9.0b1`, with build metadata. */
const parseLoosely = (text: string): semver.SemVer | null => semver.parse(text, { loose: true }) ?? semver.coerce(/^v?\d/.test(text) ? text : '', { includePrerelease: true });

const compareSemantic: CompareVersions = (a, b) => {
  const [left, right] = [parseLoosely(a), parseLoosely(b)];
  return left && right ? semver.compare(left, right) : null;
};

const comparisons: Readonly<Record<string, CompareVersions>> = { npm: compareSemantic, 'crates.io': compareSemantic, Go: compareSemantic, PyPI: comparePythonVersions };

/** How the versions of an ecosystem are ordered; undefined for those we cannot judge. */
export const comparisonOf = (ecosystem: string): CompareVersions | undefined => comparisons[ecosystem];

/** One spelling for the names that an ecosystem takes as one: PyPI's differ by case, dots, hyphens and underscores (PEP 503); the others' do not. */
export const packageKey = (ecosystem: string, name: string): string => `${ecosystem}:${ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name}`;
