import { RegistryError } from '@gati/errors';
import { digestHasher, type Digest } from '@gati/identifiers';
import type { StoredBlob, WriteOptions } from '../blob-store.ts';
import { interruptible } from '../interruptible.ts';
import type { Bucket, Part, PartedUpload, StoredObject } from './bucket.ts';
import { UntrueAnswer } from './faults.ts';
import { blobKey } from './keys.ts';
import { createLane } from './lane.ts';
import { piecesOf, type Piece } from './pieces.ts';
import { slabBytes, type Slabs } from './slabs.ts';

/** Parts of one transfer that are under way at once; with the one that fills, a transfer holds 4 slabs. */
export const partsAtOnce = 3;
/** Copies inside the service cost no memory here. */
const copiesAtOnce = 8;

/** How bytes become a blob: in one step, after their digest is known to be right. */
export interface Publication {
  /** @throws DIGEST_INVALID, QUOTA_EXCEEDED; nothing is kept */
  readonly write: (body: AsyncIterable<Uint8Array>, options: WriteOptions) => Promise<StoredBlob>;
  /** Puts objects of the bucket together without their bytes coming here: only for bytes that this process sent itself and hashed while it did. */
  readonly compose: (pieces: readonly StoredObject[], blob: StoredBlob) => Promise<StoredBlob>;
  /** Whether this process is putting that upload together just now. */
  readonly isBusy: (uploadId: string) => boolean;
}

export function createPublication(bucket: Bucket, slabs: Slabs): Publication {
  const busy = new Set<string>();

  /** What is visible must have the size that was sent, whatever the service said on the way; otherwise it goes. */
  const confirm = async ({ digest, sizeBytes }: StoredBlob): Promise<StoredBlob> => {
    const stored = await bucket.head(blobKey(digest));
    if (stored?.sizeBytes === sizeBytes) return { digest, sizeBytes };
    if (stored) await bucket.remove(blobKey(digest));
    throw new RegistryError(
      'UPSTREAM_UNAVAILABLE',
      { what: 'The blob store' },
      { cause: new UntrueAnswer(`${digest} has ${stored?.sizeBytes} of ${sizeBytes} bytes`) },
    );
  };

  /** Replacing a blob by the same bytes renews its age; one that appeared since is as young as this one would be. */
  const isNew = async (digest: Digest): Promise<boolean> => (await bucket.head(blobKey(digest))) === null;

  const inParts = async (
    digest: Digest,
    of: 'bytes' | 'copies',
    work: (upload: PartedUpload) => Promise<{ readonly parts: readonly Part[]; readonly sizeBytes: number }>,
  ): Promise<StoredBlob> => {
    const onlyNew = await isNew(digest);
    const upload = await bucket.beginParts(blobKey(digest), of);
    busy.add(upload.id);
    let outcome: 'stored' | 'exists' | 'unknown' | null = null;
    try {
      const { parts, sizeBytes } = await work(upload);
      outcome = await bucket.finishParts(upload, parts, { onlyNew });
      return await confirm({ digest, sizeBytes });
    } finally {
      // What cannot be taken back now is taken by the sweep.
      if (outcome !== 'stored') await bucket.abortParts(upload).catch(() => {});
      busy.delete(upload.id);
    }
  };

  const write: Publication['write'] = async (body, { expected, maxSizeBytes, signal }) => {
    const hasher = digestHasher(expected);
    const pieces = piecesOf(signal ? interruptible(body, signal) : body, { slabs, maxSizeBytes, onBytes: hasher.update, signal });
    const assertDigest = (): void => {
      const actual = hasher.digest();
      if (actual !== expected) throw new RegistryError('DIGEST_INVALID', { expected, actual });
    };
    const held: Piece[] = [];
    const next = async (): Promise<Piece | null> => {
      const { value, done } = await pieces.next();
      if (done) return null;
      held.push(value);
      return value;
    };
    const letGo = (piece: Piece): void => {
      held.splice(held.indexOf(piece), 1);
      piece.giveBack();
    };
    try {
      const first = await next();
      // Only the last piece is not full, so a full one is sent at once: a transfer that waits for a slab holds none that is not on its way.
      if (!first || first.bytes.byteLength < slabBytes) {
        await next();
        assertDigest();
        const blob = { digest: expected, sizeBytes: first?.bytes.byteLength ?? 0 };
        const outcome = await bucket.put(blobKey(expected), first?.bytes ?? Buffer.alloc(0), { onlyNew: await isNew(expected), signal });
        return outcome === 'stored' ? blob : await confirm(blob);
      }
      return await inParts(expected, 'bytes', async (upload) => {
        const lane = createLane(partsAtOnce);
        const parts: Part[] = [];
        let sizeBytes = 0;
        try {
          for (let piece: Piece | null = first; piece; piece = await next()) {
            const current = piece;
            const number = parts.push({ number: 0, etag: '' });
            sizeBytes += current.bytes.byteLength;
            await lane.start(async () => {
              parts[number - 1] = await bucket.putPart(upload, number, current.bytes, signal);
              letGo(current);
            });
          }
          assertDigest();
        } finally {
          // Slabs that are still being sent must not be lent again.
          await lane.finish();
        }
        return { parts, sizeBytes };
      });
    } finally {
      await pieces.return();
      for (const piece of held) piece.giveBack();
    }
  };

  return {
    write,
    compose: (pieces, { digest, sizeBytes }) =>
      inParts(digest, 'copies', async (upload) => {
        const lane = createLane(copiesAtOnce);
        const parts: Part[] = [];
        for (const [index, piece] of pieces.entries())
          await lane.start(async () => {
            parts[index] = await bucket.copyPart(upload, index + 1, piece);
          });
        await lane.finish();
        return { parts, sizeBytes };
      }),
    isBusy: (uploadId) => busy.has(uploadId),
  };
}
