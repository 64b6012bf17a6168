import { BlobChangedError, type BlobReading, type ByteRange } from '@gati/blob-store';
import { digestOf, type Digest } from '@gati/identifiers';
import { Readable } from 'node:stream';
import type { SetAsideBlob } from './set-aside-blob.ts';

/** So much is read and hashed before the first byte leaves: configs, signatures and small documents, at the cost of some 50 µs. What is larger streams, and a scrub looks after it. */
const verifiedSizeBytes = 64 * 1024;

/**
 * Opens a blob for a reader. What is small is verified first; where that fails the blob is set aside, and there is none.
 * @returns null when there is no such blob
 */
export const createBlobOpening =
  ({ store, setAside }: { readonly store: Pick<BlobReading, 'open' | 'stat'>; readonly setAside: SetAsideBlob }) =>
  async (digest: Digest, range?: ByteRange): Promise<Readable | null> => {
    const opened = await store.open(digest, range);
    if (!opened || range || opened.sizeBytes > verifiedSizeBytes) return opened?.body ?? null;
    const bytes = await bytesOf(opened.body);
    if (bytes && digestOf(bytes, digest) === digest) return Readable.from([bytes], { objectMode: false });
    const stored = await store.stat(digest);
    if (stored) await setAside(digest, 'changed', stored.storedAt);
    return null;
  };

/** null where the store itself found that they have changed. */
async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of body) pieces.push(piece);
  } catch (error) {
    if (error instanceof BlobChangedError) return null;
    throw error;
  }
  return Buffer.concat(pieces);
}
