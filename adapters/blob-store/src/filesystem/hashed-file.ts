import { RegistryError } from '@gati/errors';
import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Reads come in pieces of 16 to 64 KiB; fewer, larger writes cost less. */
export const bufferBytes = 256 * 1024;
/** Buffers that wait for the next writer; to allocate them anew for each part of an upload costs more than to fill them. */
const idle: Buffer[] = [];
const idleMax = 64;

/** The disk starts to write while bytes still arrive, so that the final fsync has little left to wait for. */
const syncEveryBytes = 32 * 1024 * 1024;

export type Algorithm = 'sha256' | 'sha512';

/** What is known of a file that only one writer has ever touched: the hash of its bytes so far, and how many they are. */
export interface Tally {
  readonly hash: Hash;
  sizeBytes: number;
}
export const newTally = (algorithm: Algorithm): Tally => ({ hash: createHash(algorithm), sizeBytes: 0 });

/**
 * Appends a stream to a file and to its tally. One buffer is written while the next is filled and hashed, so memory stays at two buffers whatever the size.
 * When the stream fails, what had arrived is in the file and in the tally, and the failure is thrown.
 * When the disk fails, the tally may be ahead of the file: compare their sizes before trusting it.
 * @param tally  of what the file has so far; the stream is written behind that
 * @throws QUOTA_EXCEEDED when the file would grow beyond the limit; what fitted is kept
 */
export async function appendStream(file: FileHandle, tally: Tally, body: AsyncIterable<Uint8Array>, maxSizeBytes: number): Promise<void> {
  const writer = bufferedWriter(file, tally);
  try {
    for await (const chunk of body) {
      const found = writer.sizeBytes() + chunk.byteLength;
      if (found > maxSizeBytes) {
        await writer.push(chunk.subarray(0, maxSizeBytes - writer.sizeBytes()));
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The size in bytes', limit: maxSizeBytes, found });
      }
      await writer.push(chunk);
    }
  } finally {
    await writer.end();
  }
}

function bufferedWriter(file: FileHandle, tally: Tally) {
  let filling = idle.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
  let spare = idle.pop() ?? Buffer.allocUnsafeSlow(bufferBytes);
  let filled = 0;
  let writing: Promise<void> = Promise.resolve();
  let unsyncedBytes = 0;
  let syncing: Promise<void> | null = null;

  const flush = async (): Promise<void> => {
    await writing;
    if (filled === 0) return;
    const piece = filling.subarray(0, filled);
    writing = writeAll(file, piece, tally.sizeBytes);
    // Awaited at the next flush; until then a failure must not count as unhandled.
    writing.catch(() => {});
    tally.hash.update(piece);
    tally.sizeBytes += filled;
    unsyncedBytes += filled;
    [filling, spare] = [spare, filling];
    filled = 0;
    if (unsyncedBytes >= syncEveryBytes && !syncing) {
      unsyncedBytes = 0;
      syncing = file.datasync().finally(() => (syncing = null));
      syncing.catch(() => {});
    }
  };

  return {
    sizeBytes: () => tally.sizeBytes + filled,
    push: async (chunk: Uint8Array): Promise<void> => {
      for (let from = 0; from < chunk.byteLength;) {
        const taken = Math.min(chunk.byteLength - from, bufferBytes - filled);
        filling.set(chunk.subarray(from, from + taken), filled);
        filled += taken;
        from += taken;
        if (filled === bufferBytes) await flush();
      }
    },
    end: async (): Promise<void> => {
      try {
        await flush();
        await writing;
        await syncing;
      } finally {
        // Nothing is under way any more, whatever went wrong.
        if (idle.length < idleMax) idle.push(filling, spare);
      }
    },
  };
}

/** One write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, position + done);
    done += bytesWritten;
  }
}
