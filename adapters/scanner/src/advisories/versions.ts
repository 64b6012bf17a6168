import semver from 'semver';
import { comparePythonVersions, parsePythonVersion, type PythonVersion } from './pep440.ts';

/** How the versions of an ecosystem are read and ordered. A version is read once and compared often. */
export interface VersionScheme<V = unknown> {
  /** Null for what is no version of the ecosystem. */
  readonly parse: (text: string) => V | null;
  /** Below, at or above 0. */
  readonly compare: (a: V, b: V) => number;
}

/** Semantic versions as people write them: also `v1.2`, `1.9.0b1`, with build metadata. */
const semantic: VersionScheme<semver.SemVer> = {
  parse: (text) => semver.parse(text, { loose: true }) ?? semver.coerce(/^v?\d/.test(text) ? text : '', { includePrerelease: true }),
  compare: (a, b) => a.compare(b),
};
const python: VersionScheme<PythonVersion> = { parse: parsePythonVersion, compare: comparePythonVersions };

const schemes: Readonly<Record<string, VersionScheme>> = {
  npm: semantic as VersionScheme,
  'crates.io': semantic as VersionScheme,
  Go: semantic as VersionScheme,
  PyPI: python as VersionScheme,
};

/** Undefined for the ecosystems that we cannot judge. */
export const schemeOf = (ecosystem: string): VersionScheme | undefined => schemes[ecosystem];

/** One spelling for the names that an ecosystem takes as one: PyPI's differ by case, dots, hyphens and underscores (PEP 503); the others' do not. */
export const packageKey = (ecosystem: string, name: string): string =>
  `${ecosystem}:${ecosystem === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name}`;
