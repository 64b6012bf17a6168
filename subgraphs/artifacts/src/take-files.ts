import type { BlobStore } from '@gati/blob-store';
import type { Digest } from '@gati/identifiers';
import type { Transact } from './ports.ts';
import { blobs } from './repository/blobs.ts';

/** Removals at once: a store over the network answers each after a while. */
const removalsAtOnce = 8;

/**
 * Removes the bytes of those of these blobs that have no row and were stored before. The row went in an earlier transaction, so that at no moment a row stands without its bytes;
 * the digest's lock and the age of the bytes keep a blob that a push brings back just now. What somebody else holds is left for the next run.
 * @returns how many bytes went, by digest
 */
export const takeFiles =
  ({ transaction, store }: { readonly transaction: Transact; readonly store: Pick<BlobStore, 'stat' | 'remove'> }) =>
  (digests: readonly Digest[], before: Date): Promise<ReadonlyMap<Digest, number>> =>
    transaction(async (locked) => {
      const taken = new Map<Digest, number>();
      const free = await blobs(locked).lockFree(digests);
      const known = await blobs(locked).known(free);
      const waiting = free.filter((digest) => !known.has(digest));
      const takeNext = async (): Promise<void> => {
        for (let digest = waiting.pop(); digest; digest = waiting.pop()) {
          const stored = await store.stat(digest);
          if (!stored || stored.storedAt >= before) continue;
          await store.remove(digest);
          taken.set(digest, stored.sizeBytes);
        }
      };
      await Promise.all(Array.from({ length: removalsAtOnce }, takeNext));
      return taken;
    });
export type TakeFiles = ReturnType<typeof takeFiles>;
