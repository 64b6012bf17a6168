import type { BlobStore, ListedBlob } from '@gati/blob-store';
import { digestHasher, type Digest } from '@gati/identifiers';

export interface Progress {
  readonly seen: number;
  readonly copied: number;
  readonly copiedBytes: number;
  /** There already, with the same size. */
  readonly skipped: number;
  readonly verifiedBytes: number;
  readonly faults: readonly Fault[];
}

/** What is wrong with a blob; the first thousand are told. */
export interface Fault {
  readonly digest: Digest;
  readonly what: string;
}

export interface TransferOptions {
  /** How many blobs at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const faultsMax = 1000;

/**
 * Copies every blob that the other store does not have in the same size; each is hashed on its way and visible there only when it is right.
 * Safe to interrupt and to run again: what is there is not sent twice. Memory does not grow with the number of blobs.
 * @returns with a fault for each blob that could not be copied; the others are
 */
export async function copyBlobs(from: BlobStore, to: BlobStore, options: TransferOptions): Promise<Progress> {
  const progress = counters();
  await forEachBlob(from, options, progress, async ({ digest, sizeBytes }) => {
    if ((await to.stat(digest))?.sizeBytes === sizeBytes) {
      progress.skipped++;
      return;
    }
    const found = await from.open(digest);
    if (!found) return;
    try {
      const stored = await to.write(found.body, { expected: digest, maxSizeBytes: Infinity, signal: options.signal });
      progress.copied++;
      progress.copiedBytes += stored.sizeBytes;
    } finally {
      // A write that ends early leaves the body open.
      (found.body as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();
    }
  });
  return progress;
}

/** Reads every blob and says which do not have their digest; with another store, also which it does not have in the same size. */
export async function verifyBlobs(store: BlobStore, other: BlobStore | null, options: TransferOptions): Promise<Progress> {
  const progress = counters();
  await forEachBlob(store, options, progress, async ({ digest, sizeBytes }) => {
    const found = await store.open(digest);
    if (!found) return;
    const hasher = digestHasher(digest);
    for await (const chunk of found.body) {
      options.signal.throwIfAborted();
      hasher.update(chunk);
      progress.verifiedBytes += chunk.byteLength;
    }
    if (hasher.digest() !== digest) throw new Error('the stored bytes have another digest');
    if (!other) return;
    const elsewhere = await other.stat(digest);
    if (!elsewhere) throw new Error('the other store does not have it');
    if (elsewhere.sizeBytes !== sizeBytes) throw new Error(`the other store has ${elsewhere.sizeBytes} bytes of ${sizeBytes}`);
  });
  return progress;
}

type Counters = { -readonly [K in keyof Progress]: Progress[K] } & { faults: Fault[] };
const counters = (): Counters => ({ seen: 0, copied: 0, copiedBytes: 0, skipped: 0, verifiedBytes: 0, faults: [] });

async function forEachBlob(
  store: BlobStore,
  { concurrency, signal, onProgress }: TransferOptions,
  progress: Counters,
  work: (blob: ListedBlob) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const blob of store.list()) {
    if (signal.aborted) break;
    while (running.size >= concurrency) await Promise.race(running);
    const done = work(blob)
      .catch((error: unknown) => {
        if (!signal.aborted && progress.faults.length < faultsMax) progress.faults.push({ digest: blob.digest, what: (error as Error).message });
      })
      .finally(() => {
        progress.seen++;
        running.delete(done);
        onProgress(progress);
      });
    running.add(done);
  }
  await Promise.all(running);
  signal.throwIfAborted();
}
