import { RegistryError } from '@gati/errors';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveLimits } from './limits.ts';
import { byCodePoint, type FileToPack } from './pack-files.ts';
import { isMeant, parsePatterns, type Pattern } from './patterns.ts';
import { tooLarge } from './refusal.ts';

export interface Selection {
  /** `files` of gati.json: what goes in, everything where absent. Patterns as in `.gatiignore`, tied to the folder's root; a folder means all below it. */
  readonly files?: readonly string[];
  /** The text of `.gatiignore`; read from the folder where absent. It also counts against `files`. */
  readonly ignore?: string;
}

/** In every package, whatever the patterns say: at the root, in any case of letters. */
const always = /^(?:readme|licen[cs]e)(?:\.[^/]*)?$|^gati\.json$/i;
/** Never in a package, whatever the patterns say: other people's code, histories of repositories, and what is secret. */
const never = parsePatterns([
  ...['.git', '.svn', '.hg', 'CVS', 'node_modules', 'gati_modules', '.gati', '.gatiignore', '.DS_Store', '.*.swp', '._*'],
  ...['.env', '.env.*', '!.env.example', '.npmrc', '.netrc', '*.key', '*.pem', '*.p12', '*.pfx', 'id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519'],
]);

/** The files of a folder that belong into its layer, sorted by code point, ready for `packFiles`. Only regular files: links are left out, because a layer has none and what they lead to may lie elsewhere or be secret.
 *  @throws QUOTA_EXCEEDED for more files than a layer may hold · BAD_USER_INPUT for what is no folder */
export async function selectFiles(folder: string, selection: Selection = {}): Promise<readonly FileToPack[]> {
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new RegistryError('BAD_USER_INPUT', { reason: `${folder} is not a folder.` });
  const wanted = selection.files && parsePatterns(selection.files, { isRooted: true });
  const ignored = parsePatterns((selection.ignore ?? (await readFile(join(folder, '.gatiignore'), 'utf8').catch(() => ''))).split('\n'));
  const isIn = (path: string): boolean => always.test(path) || ((wanted === undefined || isMeant(wanted, path, false)) && !isMeant(ignored, path, false));

  const paths: string[] = [];
  for await (const path of filesBelow(folder, '', ignored)) {
    if (!isIn(path)) continue;
    paths.push(path);
    if (paths.length > archiveLimits.entries) throw tooLarge('The number of files', archiveLimits.entries, paths.length);
  }
  paths.sort(byCodePoint);
  return await Promise.all(paths.map((path) => fileToPack(folder, path)));
}

async function fileToPack(folder: string, path: string): Promise<FileToPack> {
  const place = join(folder, ...path.split('/'));
  const { size, mode } = await stat(place);
  // 256 KiB a read, and never past the length that was announced.
  return {
    path,
    sizeBytes: size,
    isExecutable: (mode & 0o100) !== 0,
    content: () => createReadStream(place, { highWaterMark: 256 * 1024, end: Math.max(0, size) }),
  };
}

async function* filesBelow(root: string, folder: string, ignored: readonly Pattern[]): AsyncGenerator<string> {
  for (const item of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? item.name : `${folder}/${item.name}`;
    if (isMeant(never, path, item.isDirectory())) continue;
    if (item.isFile()) yield path;
    // What an ignored folder holds cannot be taken back by a later pattern, as in git; so it need not be read.
    if (item.isDirectory() && !isMeant(ignored, path, true)) yield* filesBelow(root, path, ignored);
  }
}
