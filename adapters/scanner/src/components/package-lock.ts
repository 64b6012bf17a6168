import type { Found } from './components-of.ts';
import { objectOf, parseObject, textOf } from './json.ts';

/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3 (docs.npmjs.com, "package-lock.json"). */
export function readPackageLock(text: string): readonly Found[] {
  const lock = parseObject(text);
  return lock.packages === undefined ? [...ofTree(lock.dependencies, 0)] : [...ofPackages(lock.packages)];
}

/** Versions 2 and 3: every installed folder by its path. */
function* ofPackages(packages: unknown): Generator<Found> {
  for (const [path, value] of Object.entries(objectOf(packages))) {
    const entry = objectOf(value);
    const folder = path.lastIndexOf('node_modules/');
    // Links and workspaces are the application's own; development's packages are not installed with it.
    if (folder < 0 || entry.link === true || entry.dev === true) continue;
    const version = textOf(entry.version);
    // An alias is installed under another name than its own.
    const name = textOf(entry.name) ?? path.slice(folder + 'node_modules/'.length);
    if (version !== undefined && name !== '') yield { ecosystem: 'npm', name, version };
  }
}

/** Version 1: a tree of dependencies. npm's own trees are some ten deep. */
function* ofTree(dependencies: unknown, depth: number): Generator<Found> {
  if (depth > 100) return;
  for (const [name, value] of Object.entries(objectOf(dependencies))) {
    const entry = objectOf(value);
    if (entry.dev === true) continue;
    const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)@(.+)$/.exec(textOf(entry.version) ?? '');
    const version = alias?.[2] ?? textOf(entry.version);
    if (version !== undefined && /^\d/.test(version)) yield { ecosystem: 'npm', name: alias?.[1] ?? name, version };
    yield* ofTree(entry.dependencies, depth + 1);
  }
}
