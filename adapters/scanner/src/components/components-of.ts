import type { Component, ScanFile } from '../scanner.ts';
import { readGoMod } from './go-mod.ts';
import { readInstalledPackage, readPackageManifests } from './npm-manifests.ts';
import { readPackageLock } from './package-lock.ts';
import { readPnpmLock } from './pnpm-lock.ts';
import { readInstalledDistribution, readPipfileLock, readRequirements } from './python.ts';
import { readCargoLock, readPoetryLock } from './toml-locks.ts';
import { readYarnLock } from './yarn-lock.ts';

/** A package that a file names, before the file's path is added. */
export type Found = Omit<Component, 'path'>;

/** A file that should name packages and could not be read. */
export interface UnreadFile {
  /** Empty where it is about all files together. */
  readonly path: string;
  /** One sentence. */
  readonly reason: string;
}

export interface ComponentReport {
  /** Each package and version once, with the first file that names it; sorted by path, ecosystem, name, version. */
  readonly components: readonly Component[];
  /** Whoever shows the components shows these too. */
  readonly unread: readonly UnreadFile[];
}

/** More are cut off and said to be: an honest application has some 3,000. */
const componentsMax = 50_000;
/** The largest lockfiles of public repositories have some 5 MB. */
const fileSizeMax = 16 * 1024 ** 2;

type Reader = (text: string) => readonly Found[];
/** Who reads a file, by its name. Dependencies of development are left out where the file tells them apart. */
const readers: readonly (readonly [name: RegExp, read: Reader])[] = [
  [/(?:^|\/)(?:package-lock|npm-shrinkwrap|\.package-lock)\.json$/, readPackageLock],
  [/(?:^|\/)yarn\.lock$/, readYarnLock],
  [/(?:^|\/)pnpm-lock\.yaml$/, readPnpmLock],
  [/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/, readInstalledPackage],
  [/(?:^|\/)requirements(?:[-_.][^/]*)?\.txt$/, readRequirements],
  [/(?:^|\/)Pipfile\.lock$/, readPipfileLock],
  [/(?:^|\/)(?:poetry|uv|pdm)\.lock$/, readPoetryLock],
  [/\.dist-info\/METADATA$/, readInstalledDistribution],
  [/(?:^|\/)go\.mod$/, readGoMod],
  [/(?:^|\/)Cargo\.lock$/, readCargoLock],
];
const readerOf = (path: string): Reader | undefined => readers.find(([name]) => name.test(path))?.[1];

/** What packages are in some files: by lockfiles, by installed packages, and where there is neither by the ranges of a package.json (the lowest version of each, which is what it admits to work with). Never throws: what cannot be read is listed. */
export function readComponents(files: readonly ScanFile[]): ComponentReport {
  const components = new Map<string, Component>();
  const unread: UnreadFile[] = [];
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const add = (path: string, found: readonly Found[]): void => {
    for (const { ecosystem, name, version } of found) {
      const key = `${ecosystem}\0${name}\0${version}`;
      if (!components.has(key) && components.size < componentsMax) components.set(key, { ecosystem, name, version, path });
    }
  };
  const read = (file: ScanFile, reader: (text: string) => void): void => {
    if (file.content === null || file.content.length > fileSizeMax)
      return void unread.push({ path: file.path, reason: `It has ${file.sizeBytes} bytes, more than is read.` });
    try {
      reader(new TextDecoder().decode(file.content));
    } catch (error) {
      unread.push({
        path: file.path,
        reason: error instanceof SyntaxError ? `It is not well-formed: ${error.message.slice(0, 200)}` : 'It has not the form that its name promises.',
      });
    }
  };

  for (const file of sorted) {
    const reader = readerOf(file.path);
    if (reader) read(file, (text) => add(file.path, reader(text)));
  }
  for (const { file, dependencies } of readPackageManifests(sorted)) read(file, (text) => add(file.path, dependencies(text)));
  if (components.size >= componentsMax) unread.push({ path: '', reason: `More than ${componentsMax} packages are named; the rest is left out.` });
  return { components: [...components.values()], unread };
}
