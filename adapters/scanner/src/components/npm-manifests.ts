import semver from 'semver';
import type { ScanFile } from '../scanner.ts';
import type { Found } from './components-of.ts';
import { objectOf, parseObject, textOf } from './json.ts';

/** An installed package, by its own package.json. */
export function readInstalledPackage(text: string): readonly Found[] {
  const manifest = parseObject(text);
  const [name, version] = [textOf(manifest.name), textOf(manifest.version)];
  return name !== undefined && version !== undefined && semver.valid(version, { loose: true }) !== null ? [{ ecosystem: 'npm', name, version }] : [];
}

const lockfile = /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml)$/;
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The package.json files that have no lockfile beside or above them, each with a reader of its dependencies: the lowest version of each range, since a range is a promise to work with it and it may be what is installed.
 *  Dependencies that are installed beside it are left to their own package.json. */
export function* readPackageManifests(files: readonly ScanFile[]): Generator<{ file: ScanFile; dependencies: (text: string) => readonly Found[] }> {
  const lockedFolders = files.filter(({ path }) => lockfile.test(path)).map(({ path }) => folderOf(path));
  const paths = new Set(files.map(({ path }) => path));
  for (const file of files) {
    if (!/(?:^|\/)package\.json$/.test(file.path) || /(?:^|\/)node_modules\//.test(file.path)) continue;
    const folder = folderOf(file.path);
    if (lockedFolders.some((locked) => folder.startsWith(locked))) continue;
    yield { file, dependencies: (text) => lowestVersions(parseObject(text)).filter(({ name }) => !paths.has(`${folder}node_modules/${name}/package.json`)) };
  }
}

function lowestVersions(manifest: Readonly<Record<string, unknown>>): readonly Found[] {
  return ['dependencies', 'optionalDependencies'].flatMap((field) =>
    Object.entries(objectOf(manifest[field])).flatMap(([key, spec]) => {
      const text = textOf(spec) ?? '';
      const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)@(.+)$/.exec(text);
      const version = lowestOf(alias?.[2] ?? text);
      return version === null ? [] : [{ ecosystem: 'npm', name: alias?.[1] ?? key, version }];
    }),
  );
}

/** Null for what is no range of versions: tags, addresses, folders, and `*`, which promises nothing. */
function lowestOf(range: string): string | null {
  if (range.length > 256 || semver.validRange(range) === null) return null;
  const lowest = semver.minVersion(range)?.version ?? null;
  return lowest === '0.0.0' ? null : lowest;
}
