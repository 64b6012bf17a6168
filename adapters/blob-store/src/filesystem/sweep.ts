import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { orNull } from './faults.ts';
import type { Layout } from './layout.ts';

/** When anything in the folder, or the file itself, was last written. */
async function lastWrittenMs(path: string): Promise<number | null> {
  const own = await orNull(stat(path));
  if (!own) return null;
  const names = own.isDirectory() ? ((await orNull(readdir(path))) ?? []) : [];
  const inside = await Promise.all(names.map((name) => orNull(stat(join(path, name)))));
  return Math.max(own.mtimeMs, ...inside.map((found) => found?.mtimeMs ?? 0));
}

/** Removes temporary files and sessions that nobody has written to since then; what is busy stays. @returns how many were removed */
export async function sweepLeftovers(layout: Layout, beforeMs: number, isBusy: (uploadId: string) => boolean): Promise<number> {
  let removed = 0;
  for (const folder of [layout.temporary, layout.uploads]) {
    for (const name of (await orNull(readdir(folder))) ?? []) {
      if (isBusy(name)) continue;
      const written = await lastWrittenMs(join(folder, name));
      if (written === null || written >= beforeMs) continue;
      await rm(join(folder, name), { recursive: true, force: true });
      removed++;
    }
  }
  return removed;
}
