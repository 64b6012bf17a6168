import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredBlob } from '../blob-store.ts';
import { newTally, type Algorithm, type Tally } from './hashed-file.ts';
import type { Layout } from './layout.ts';

/** The last steps of every write: a file nobody else writes to becomes the blob of its digest, in one step and for good. */
export interface Publication {
  /** Runs the work on a new file; the file is gone afterwards unless it was published. */
  readonly withTemporaryFile: <T>(work: (path: string, file: FileHandle) => Promise<T>) => Promise<T>;
  /**
   * Makes the file the blob, durably: its bytes are on the disk before its name is, and the name before this returns.
   * A blob that exists is replaced by the same bytes, which renews its age.
   * @throws DIGEST_INVALID when the tally's digest is another
   */
  readonly publish: (path: string, file: FileHandle, tally: Tally, expected: Digest) => Promise<StoredBlob>;
}

export const algorithmOf = (digest: Digest): Algorithm => (digest.startsWith('sha512:') ? 'sha512' : 'sha256');

export function createPublication(layout: Layout): Publication {
  /** Folders that are known to exist; at most 256 for each algorithm. */
  const shards = new Set<string>();

  const ensureShard = async (folder: string): Promise<void> => {
    if (shards.has(folder)) return;
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made) await syncFolder(dirname(folder));
    shards.add(folder);
  };

  return {
    withTemporaryFile: async (work) => {
      const path = join(layout.temporary, randomUUID());
      const file = await open(path, 'wx', 0o600);
      try {
        return await work(path, file);
      } finally {
        await file.close();
        await rm(path, { force: true });
      }
    },

    publish: async (path, file, tally, expected) => {
      const actual = `${algorithmOf(expected)}:${tally.hash.digest('hex')}` as Digest;
      if (actual !== expected) throw new RegistryError('DIGEST_INVALID', { expected, actual });
      await file.sync();
      const target = layout.blobOf(expected);
      await ensureShard(dirname(target));
      await rename(path, target);
      await syncFolder(dirname(target));
      return { digest: expected, sizeBytes: tally.sizeBytes };
    },
  };
}

export const tallyFor = (digest: Digest): Tally => newTally(algorithmOf(digest));

/** Makes names in a folder durable. Where folders cannot be opened (Windows) the filesystem's own journal has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
