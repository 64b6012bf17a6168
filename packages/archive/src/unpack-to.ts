import { RegistryError } from '@gati/errors';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { archiveRules, unpackLimits } from './limits.ts';
import { normalisePath } from './paths.ts';
import type { ArchiveEntry } from './read-archive.ts';
import { ArchiveRefusal, sizeOf, tooLarge } from './refusal.ts';
import { growTree } from './tree.ts';

/** Contents being written at one time: enough to keep a disk busy, few enough to hold in memory. */
const inFlight = { files: 32, bytes: 32 * 1024 ** 2 };

/** Puts entries into a folder, all or nothing: they are written into a new folder beside it, which takes its place when the last is there. A folder that was there before is replaced as a whole; on any error it is untouched and nothing new is left.
 *  Only files and folders, with modes 0644, 0755 and 0755; every path is judged again here, so entries of any origin are safe.
 *  @throws ArchiveRefusal · QUOTA_EXCEEDED for a file whose content the reader left out · what `entries` throws · errors of the file system */
export async function unpackTo(folder: string, entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>): Promise<void> {
  const parent = dirname(folder);
  const staging = join(parent, `.${basename(folder)}.${randomUUID()}.new`);
  await mkdir(parent, { recursive: true });
  try {
    await mkdir(staging);
    await writeAll(staging, entries);
    await takePlace(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function writeAll(root: string, entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>): Promise<void> {
  const rules = archiveRules.layer;
  const tree = growTree(unpackLimits, rules);
  const made = new Set<string>(['']);
  const writing = new Set<Promise<void>>();
  let writingBytes = 0;
  let failure: { readonly error: unknown } | undefined;
  const makeFolder = async (path: string): Promise<void> => {
    if (made.has(path)) return;
    await mkdir(join(root, path), { recursive: true });
    made.add(path);
  };
  const writeSoon = (path: string, content: Uint8Array, mode: number): void => {
    writingBytes += content.length;
    // `wx`: on a file system that takes two names for one, the second fails instead of replacing the first.
    const write: Promise<void> = writeFile(join(root, path), content, { flag: 'wx', mode })
      .catch((error: unknown) => void (failure ??= { error: isTaken(error) ? new ArchiveRefusal('COLLISION', path, { cause: error }) : error }))
      .finally(() => {
        writingBytes -= content.length;
        writing.delete(write);
      });
    writing.add(write);
  };

  try {
    for await (const { path, kind, sizeBytes, mode, content } of entries) {
      if (failure) break;
      if (normalisePath(path, unpackLimits, rules) !== path || path === '') throw new ArchiveRefusal('OUTSIDE', path);
      tree.add(path, kind, '');
      await makeFolder(kind === 'directory' ? path : path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      if (kind === 'directory') continue;
      if (content === null) throw tooLarge(sizeOf(path), unpackLimits.contentSizeBytes, sizeBytes);
      while (writing.size >= inFlight.files || (writing.size > 0 && writingBytes + content.length > inFlight.bytes)) await Promise.race(writing);
      writeSoon(path, content, (mode & 0o100) !== 0 ? 0o755 : 0o644);
    }
  } finally {
    // Nothing may still be writing when the folder is moved or removed.
    await Promise.all(writing);
  }
  if (failure) throw failure.error;
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** Two renames: a reader finds the old folder, for an instant none, then the new one; never a mixture. */
async function takePlace(staging: string, folder: string): Promise<void> {
  const old = `${staging}.old`;
  const hadOne = await rename(folder, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(staging, folder);
  } catch (error) {
    if (hadOne) await rename(old, folder);
    throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The folder ${folder}` }, { cause: error });
  }
  if (hadOne) await rm(old, { recursive: true, force: true });
}
