import { join } from 'node:path';
import { isRecord, prettyJson } from '../store/json-file.ts';
import { readIfThere } from '../store/write-file.ts';
import { stat } from 'node:fs/promises';

/** Where artifacts are unpacked, in the application's folder. */
export const modulesFolderName = 'gati_modules';
/** Says what is unpacked; taken away before anything is changed and written last, so that an interrupted change is never taken for a whole one. */
export const placedFileName = '.placed.json';

/** Name → digest of what is unpacked and whole. */
export type Placed = ReadonlyMap<string, string>;

/** What an earlier install left; empty when nothing can be said for sure. */
export async function readPlaced(folder: string): Promise<Placed> {
  const text = await readIfThere(join(folder, modulesFolderName, placedFileName));
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const artifacts = isRecord(value) && isRecord(value['artifacts']) ? value['artifacts'] : {};
    const claimed = Object.entries(artifacts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const there = await Promise.all(claimed.map(([name]) => stat(join(folder, modulesFolderName, name)).then((found) => found.isDirectory(), () => false))); // prettier-ignore
    return new Map(claimed.filter((_entry, index) => there[index]));
  } catch {
    return new Map();
  }
}

export const writePlaced = (placed: Placed): string => prettyJson({ artifacts: Object.fromEntries(placed) });
