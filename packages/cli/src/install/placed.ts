import { createHash } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest, parseArtifactName } from '@gati/identifiers';
import { refuse } from '../refuse.ts';
import { isRecord, prettyJson } from '../store/json-file.ts';
import { readIfThere } from '../store/write-file.ts';

/** Where artifacts are unpacked, in the application's folder. */
export const modulesFolderName = 'gati_modules';

/** Name → digest of what is unpacked and whole. */
export type Placed = ReadonlyMap<string, string>;

/**
 * Says what this machine has unpacked into one application's folder; taken away before anything is changed and written last, so that an interrupted change is never taken for a whole one.
 * It lives beside the store and names each folder by its inode: what came with a clone or an archive instead of by an install is never believed.
 */
export interface PlacedRecord {
  readonly file: string;
  /** What an earlier install left and is there still; empty when nothing can be said for sure. */
  readonly read: () => Promise<Placed>;
  /** The record of these artifacts. @param folderOf  where each is now */
  readonly textOf: (placed: Placed, folderOf: (name: string) => string) => Promise<string>;
}

export async function openPlacedRecord({ cacheFolder, folder }: { readonly cacheFolder: string; readonly folder: string }): Promise<PlacedRecord> {
  const place = await realpath(folder);
  const file = join(cacheFolder, 'placed', `${createHash('sha256').update(place).digest('hex').slice(0, 32)}.json`);
  return {
    file,
    read: async () => {
      const claimed = claimsIn((await readIfThere(file)) ?? '{}');
      const present = await Promise.all(claimed.map(async ({ name, identity }) => (await identityOf(join(folder, modulesFolderName, name))) === identity));
      return new Map(claimed.filter((_claim, index) => present[index]).map(({ name, digest }) => [name, digest]));
    },
    textOf: async (placed, folderOf) => {
      const entries = await Promise.all(
        [...placed].map(async ([name, digest]) => [name, { digest, folder: await identityOf(folderOf(name)) }] as const), // prettier-ignore
      );
      return prettyJson({ application: place, artifacts: Object.fromEntries(entries) });
    },
  };
}

/** Volume and inode of a real folder; null for anything else. */
async function identityOf(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found?.isDirectory() ? `${found.dev}:${found.ino}` : null;
}

function claimsIn(text: string): readonly { readonly name: string; readonly digest: string; readonly identity: string }[] {
  try {
    const value: unknown = JSON.parse(text);
    const artifacts = isRecord(value) && isRecord(value['artifacts']) ? value['artifacts'] : {};
    return Object.entries(artifacts).flatMap(([name, claim]) => {
      const { digest, folder } = isRecord(claim) ? claim : {};
      return typeof digest === 'string' && isDigest(digest) && typeof folder === 'string' && isName(name) ? [{ name, digest, identity: folder }] : [];
    });
  } catch {
    return [];
  }
}

/** Whether a text, from a file or a folder's name, is an artifact's name: nothing else is ever joined to a path. */
export function isName(text: string): boolean {
  try {
    return parseArtifactName(text) === text;
  } catch {
    return false;
  }
}

/**
 * Makes sure that what is written to `gati_modules` lands there: neither it nor a namespace's folder in it may be a link, as a clone could bring one.
 * @throws POLICY_VIOLATION naming the link
 */
export async function assertNoLinks(folder: string, names: readonly string[]): Promise<void> {
  const modules = join(folder, modulesFolderName);
  const handles = [...new Set(names.map((name) => name.split('/')[0]!))];
  for (const path of [modules, ...handles.map((handle) => join(modules, handle))]) {
    const found = await lstat(path).catch(() => null);
    if (found === null || found.isDirectory()) continue;
    throw refuse('POLICY_VIOLATION', `${path} is ${found.isSymbolicLink() ? 'a link' : 'no folder'}: what is installed there would end up elsewhere.`, [
      'Look where it came from, remove it, and install again.',
    ]);
  }
}
