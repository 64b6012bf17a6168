import { posix } from 'node:path';
import { objectOf, parseObject, textOf } from '../components/json.ts';
import type { ScanFile } from '../scanner.ts';

/**
 * Why a file is looked at, the gravest first:
 * - `entry`: whoever uses the version runs it; where it cannot be read, nothing is known of the version.
 * - `code`: code by its name, or loaded by code.
 * - `program`: runs, and need not be JavaScript.
 * - `guess`: something names it. It is read where it can be read as code, and is data otherwise.
 */
export type Role = 'entry' | 'code' | 'program' | 'guess';
export const roles: readonly Role[] = ['entry', 'code', 'program', 'guess'];

export interface Declared {
  readonly path: string;
  readonly role: Role;
}

/** Names of formats that no runtime takes for code on purpose: what is declared under one is read where it can be. */
const isData =
  /\.(?:json5?|css|s[ac]ss|less|html?|md|txt|map|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|vue|svelte|astro|ya?ml|toml|xml|csv|graphql|gql|proto|d\.[cm]?ts)$/i;
const isCalledCode = /(?<!\*)\.[cm]?[jt]sx?$/;
const manifestPath = /(?:^|\/)(package|gati)\.json$/;
/** At the root, or in the one folder in which npm packs a package. */
const isRoot = (path: string): boolean => posix.dirname(path) === '.' || path === 'package/package.json';
const declarationsMax = 5000;
/** Each looks at every file. */
const patternsMax = 50;
const depthMax = 10;

/** Whether a file says what is run of the version as a whole. */
export const isRootManifest = (path: string): boolean => manifestPath.test(path) && isRoot(path);

/** The files that manifests name as what is run: `entry` and `targets` of gati.json; `main`, `module`, `browser`, `bin`, `exports`, `imports` and the words of `scripts` of package.json. */
export function declaredIn(files: readonly ScanFile[], tree: FileTree): readonly Declared[] {
  return files.flatMap(({ path, content }) => {
    const kind = manifestPath.exec(path)?.[1];
    if (kind === undefined || content === null) return [];
    const manifest = parsed(content);
    const named = kind === 'gati' ? (isRoot(path) ? namedByGati(manifest) : []) : namedByPackage(manifest, isRoot(path));
    const [patterns, paths] = [named.filter((one) => one.path.includes('*')), named.filter((one) => !one.path.includes('*'))];
    return [...paths.slice(0, declarationsMax), ...patterns.slice(0, patternsMax)].flatMap(({ path: target, role }) =>
      tree.find(target, path).map((found) => ({ path: found, role })),
    );
  });
}

function parsed(content: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return parseObject(new TextDecoder().decode(content));
  } catch {
    return {};
  }
}

function namedByGati(manifest: Readonly<Record<string, unknown>>): readonly Declared[] {
  const [module, plugin, agent] = [objectOf(manifest['module']), objectOf(manifest['plugin']), objectOf(manifest['agent'])];
  const targets = Array.isArray(module['targets']) ? (module['targets'] as unknown[]) : [];
  return [
    ...ofTexts([module['entry']], textOf(module['runtime']) === 'wasm' ? 'program' : 'entry'),
    ...ofTexts([plugin['entry']], 'entry'),
    ...ofTexts(
      targets.map((target) => objectOf(target)['path']),
      'program',
    ),
    ...ofTexts([agent['recipe']], 'guess'),
  ];
}

function namedByPackage(manifest: Readonly<Record<string, unknown>>, isWhole: boolean): readonly Declared[] {
  const exported = manifest['exports'];
  const isListed = typeof exported === 'object' && exported !== null && Object.keys(exported).some((key) => key.startsWith('.'));
  const { '.': itself = isListed ? null : exported, ...others } = isListed ? objectOf(exported) : {};
  const roleOfRun: Role = isWhole ? 'entry' : 'code';
  const run = [manifest['main'], manifest['module'], manifest['browser'], manifest['bin'], itself, ...(isWhole ? ['./index.js'] : [])].flatMap((value) =>
    textsIn(value).map((path): Declared => ({ path, role: isData.test(path) || path.includes('*') ? 'guess' : roleOfRun })),
  );
  // Packages give away their licence, fonts and the like in the same way.
  const offered = [others, manifest['imports']].flatMap((value) =>
    textsIn(value).map((path): Declared => ({ path, role: isCalledCode.test(path) ? roleOfRun : 'guess' })),
  );
  const words = Object.values(objectOf(manifest['scripts'])).flatMap((command) => wordsOf(textOf(command) ?? ''));
  return [...run, ...offered, ...ofTexts(words, 'guess')];
}

const ofTexts = (values: readonly unknown[], role: Role): Declared[] => values.flatMap((path) => (typeof path === 'string' ? [{ path, role }] : []));

/** The texts in conditions of any depth. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > depthMax) return [];
  return Object.values(value).flatMap((inner) => textsIn(inner, depth + 1));
}

/** The words of a command that may be files. */
export const wordsOf = (command: string): readonly string[] => command.split(/[\s;&|()<>"'`=]+/).filter((word) => /^[\w@./-]{2,200}$/.test(word));

/** The role of what code loads: its own, unless the name is one of data. */
export const roleOfLoaded = (path: string, loader: Role): Role => (isData.test(path) || loader === 'guess' ? 'guess' : loader === 'entry' ? 'entry' : 'code');

/** The files of a version by the names that code and manifests give them. */
export interface FileTree {
  /** Those that a name may mean, seen from a file: itself, with an ending that a runtime adds, in a folder of this name, or all that a `*` stands for. */
  readonly find: (name: string, from: string) => readonly string[];
}

const endings = ['', '.js', '.cjs', '.mjs', '.ts', '.json', '/index.js', '/index.cjs', '/index.mjs', '/index.ts'];

export function fileTree(files: readonly ScanFile[]): FileTree {
  const paths = new Set(files.map(({ path }) => path));
  return {
    find: (name, from) => {
      const path = posix.normalize(posix.join(posix.dirname(from), name.replace(/^file:/, ''))).replace(/\/$/, '');
      if (path.startsWith('..') || path.length > 1024) return [];
      if (!path.includes('*')) {
        const folder = path === '.' ? '' : path;
        const found = endings.map((ending) => `${folder}${ending}`.replace(/^\//, '')).find((candidate) => paths.has(candidate));
        return found === undefined ? [] : [found];
      }
      const [before = '', after = ''] = path.split('*', 2);
      return [...paths].filter((one) => one.length >= path.length && one.startsWith(before) && one.endsWith(after)).slice(0, declarationsMax);
    },
  };
}
