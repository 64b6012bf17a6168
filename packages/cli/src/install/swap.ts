import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIfThere, writeWhole } from '../store/write-file.ts';

/** A change of an application's folder that happens as a whole or not at all. */
export interface Swap {
  /** Folders that are ready, under their new places. */
  readonly folders: ReadonlyMap<string, string>;
  /** Folders that shall be gone. */
  readonly removed: readonly string[];
  /** Files with their new text, written in this order after the folders; null removes one, before them. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  /** Where replaced folders wait until the change is whole; on the same file system. */
  readonly aside: string;
}

/** Does the change; when any step fails everything is put back as it was. */
export async function swapIn({ folders, removed, files, aside }: Swap): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  const putAside = async (path: string): Promise<void> => {
    const place = join(aside, String(undo.length));
    try {
      await rename(path, place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    undo.push(() => rename(place, path));
  };
  const write = async (path: string, text: string | null): Promise<void> => {
    const before = await readIfThere(path);
    if (before === text) return;
    undo.push(() => (before === null ? rm(path, { force: true }) : writeWhole(path, before)));
    await (text === null ? rm(path, { force: true }) : writeWhole(path, text));
  };

  await mkdir(aside, { recursive: true });
  try {
    for (const { path, text } of files) if (text === null) await write(path, text);
    for (const path of removed) await putAside(path);
    for (const [path, ready] of folders) {
      await putAside(path);
      const first = await mkdir(dirname(path), { recursive: true });
      if (first !== undefined) undo.push(() => rm(first, { recursive: true, force: true }));
      await rename(ready, path);
      undo.push(() => rename(path, ready));
    }
    for (const { path, text } of files) if (text !== null) await write(path, text);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
  for (const path of removed) await removeIfEmpty(dirname(path));
}

/** A namespace's folder goes with its last artifact. */
async function removeIfEmpty(path: string): Promise<void> {
  if ((await readdir(path).catch(() => ['unknown'])).length === 0) await rmdir(path).catch(() => undefined);
}
