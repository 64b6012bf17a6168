import { RegistryError } from '@gati/errors';
import { digestOf, isDigest } from '@gati/identifiers';
import { open, opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobChangedError, type BlobReading, type ListedBlob } from '../blob-store.ts';
import { isMissing, orNull } from './faults.ts';
import { bufferBytes } from './hashed-file.ts';
import type { Layout } from './layout.ts';

/** Memory of all open readings together, about; each holds two pieces. */
const readingBudgetBytes = 32 * 1024 ** 2;
const pieceBytesMin = 64 * 1024;

export function createReading(layout: Layout): BlobReading {
  let openReadings = 0;
  /** A few read in large pieces, which cost less; a thousand at once in small ones, so that memory stays bounded. */
  const pieceBytes = (): number => Math.max(pieceBytesMin, Math.min(bufferBytes, Math.floor(readingBudgetBytes / 2 / openReadings)));

  const statBlob: BlobReading['stat'] = async (digest) => {
    const found = await orNull(stat(layout.blobOf(digest)));
    return found && { sizeBytes: found.size, storedAt: found.mtime };
  };

  return {
    stat: statBlob,

    open: async (digest, range) => {
      const file = await orNull(open(layout.blobOf(digest), 'r'));
      if (!file) return null;
      try {
        const { size } = await file.stat();
        openReadings++;
        const body = file.createReadStream({ ...(range ?? {}), highWaterMark: pieceBytes(), autoClose: true });
        return { sizeBytes: size, body: body.once('close', () => openReadings--) };
      } catch (error) {
        await file.close();
        throw error;
      }
    },

    read: async (digest, maxSizeBytes) => {
      const file = await orNull(open(layout.blobOf(digest), 'r'));
      if (!file) return null;
      try {
        const { size } = await file.stat();
        if (size > maxSizeBytes) throw new RegistryError('QUOTA_EXCEEDED', { what: `The size of ${digest} in bytes`, limit: maxSizeBytes, found: size });
        const bytes = await file.readFile();
        if (digestOf(bytes, digest) !== digest) throw new BlobChangedError(digest);
        return bytes;
      } finally {
        await file.close();
      }
    },

    list: () => listBlobs(layout),
  };
}

async function* listBlobs(layout: Layout): AsyncGenerator<ListedBlob, void, undefined> {
  for (const algorithm of ['sha256', 'sha512']) {
    for await (const shard of namesIn(join(layout.blobs, algorithm))) {
      for await (const hex of namesIn(join(layout.blobs, algorithm, shard))) {
        const digest = `${algorithm}:${hex}`;
        if (!isDigest(digest)) continue;
        const found = await orNull(stat(layout.blobOf(digest)));
        if (found) yield { digest, sizeBytes: found.size, storedAt: found.mtime };
      }
    }
  }
}

/** Read a piece at a time, so that a folder of millions needs no array of millions. */
async function* namesIn(folder: string): AsyncGenerator<string, void, undefined> {
  try {
    for await (const { name } of await opendir(folder)) yield name;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
