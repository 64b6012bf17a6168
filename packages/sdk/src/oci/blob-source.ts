import { open } from 'node:fs/promises';
import { digestOf } from '@gati/identifiers';

/** Bytes to be uploaded, readable again from any place: an upload goes on where a cut connection left it. */
export interface BlobSource {
  readonly digest: string;
  readonly sizeBytes: number;
  /** The bytes from `start` on, `lengthBytes` of them. */
  readonly read: (start: number, lengthBytes: number) => Promise<Uint8Array>;
}

/** Bytes in memory as a source. */
export const bytesSource = (bytes: Uint8Array, digest: string = digestOf(bytes)): BlobSource => ({
  digest,
  sizeBytes: bytes.length,
  read: (start, lengthBytes) => Promise.resolve(bytes.subarray(start, start + lengthBytes)),
});

/** A file as a source; it is opened for each part and never held whole.
 *  @throws when the file became shorter than it was said to be */
export const fileSource = (path: string, { digest, sizeBytes }: { digest: string; sizeBytes: number }): BlobSource => ({
  digest,
  sizeBytes,
  read: async (start, lengthBytes) => {
    await using file = await open(path);
    const part = Buffer.allocUnsafe(lengthBytes);
    let filled = 0;
    while (filled < lengthBytes) {
      const { bytesRead } = await file.read(part, filled, lengthBytes - filled, start + filled);
      if (bytesRead === 0) throw new Error(`${path} changed while it was uploaded`);
      filled += bytesRead;
    }
    return part;
  },
});
