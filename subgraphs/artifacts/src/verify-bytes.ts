import { BlobChangedError, type BlobReading } from '@gati/blob-store';
import type { Digest } from '@gati/identifiers';
import { createHash } from 'node:crypto';

/** What a look at a blob's bytes found; `seenAt` says which bytes they were. */
export type Finding =
  { readonly fault: null | 'changed'; readonly seenAt: Date; readonly sizeBytes: number } | { readonly fault: 'missing'; readonly seenAt: null };

/**
 * Reads a blob and says whether it has its digest and its size.
 * @param pace  awaited with the number of bytes of each piece
 * @throws what the store throws when it cannot be read at all: that says nothing about the blob
 */
export async function verifyBytes(
  store: Pick<BlobReading, 'open' | 'stat'>,
  { digest, sizeBytes }: { readonly digest: Digest; readonly sizeBytes: number },
  pace: (bytes: number) => Promise<void> = async () => {},
): Promise<Finding> {
  const stored = await store.stat(digest);
  const opened = stored && (await store.open(digest));
  if (!stored || !opened) return { fault: 'missing', seenAt: null };
  const hash = createHash(digest.startsWith('sha512:') ? 'sha512' : 'sha256');
  let read = 0;
  try {
    for await (const piece of opened.body) {
      hash.update(piece);
      read += piece.byteLength;
      await pace(piece.byteLength);
    }
  } catch (error) {
    if (!(error instanceof BlobChangedError)) throw error;
    return { fault: 'changed', seenAt: stored.storedAt, sizeBytes: read };
  }
  const isWhole = read === sizeBytes && digest.endsWith(`:${hash.digest('hex')}`);
  return { fault: isWhole ? null : 'changed', seenAt: stored.storedAt, sizeBytes: read };
}
