import { createZstdDecompress } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { PassThrough, Readable } from 'node:stream';
import { byteReader, type ByteReader } from './byte-reader.ts';
import { gunzip } from './gunzip.ts';
import type { ArchiveLimits, ArchiveRules } from './limits.ts';
import { ArchiveRefusal, tooLarge } from './refusal.ts';

/** Unpacks an archive's outer form (gzip, or none; zstd where the rules take container images) piece by piece, and stops it as soon as it is too large or too highly compressed: a bomb costs no more than the limit.
 *  @throws QUOTA_EXCEEDED · ArchiveRefusal · the signal's reason */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
  rules: ArchiveRules,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let packedBytes = 0;
  const packed = byteReader(
    stoppable(source, signal, (piece) => {
      packedBytes += piece.length;
    }),
  );
  let unpackedBytes = 0;
  try {
    for await (const piece of await outerForm(packed, rules)) {
      signal?.throwIfAborted();
      unpackedBytes += piece.length;
      if (unpackedBytes > limits.totalSizeBytes) throw tooLarge('The unpacked size of the archive', limits.totalSizeBytes, unpackedBytes);
      if (unpackedBytes > limits.ratioFloorBytes && unpackedBytes > packedBytes * limits.compressionRatio) {
        throw tooLarge('The compression ratio of the archive', limits.compressionRatio, Math.ceil(unpackedBytes / packedBytes));
      }
      yield piece;
    }
  } finally {
    await packed.close();
  }
}

/** Passes a stream on, ends it with the signal's reason even while it waits for its source. */
async function* stoppable(source: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined, seen: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => undefined);
  let isOver = false;
  try {
    for (;;) {
      const next = await (signal ? Promise.race([iterator.next(), stopped]) : iterator.next());
      if (next.done === true) {
        isOver = true;
        return;
      }
      seen(next.value);
      yield next.value;
    }
  } finally {
    if (stop) signal?.removeEventListener('abort', stop);
    // A source that hangs must not keep the reader waiting: it is told, not waited for, once the signal has spoken.
    const returned = isOver ? undefined : iterator.return?.();
    if (signal?.aborted) returned?.catch(() => undefined);
    else await returned;
  }
}

/** RFC 8878, 3.1.1: 0xFD2FB528, little-endian. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function outerForm(packed: ByteReader, rules: ArchiveRules): Promise<AsyncIterable<Uint8Array>> {
  const magic = await packed.read(4);
  packed.unread(magic);
  if (magic[0] === 0x1f && magic[1] === 0x8b) return gunzip(packed, rules);
  if (!rules.isStrict && zstdMagic.equals(magic)) return unzstd(packed);
  return pieces(packed);
}

async function* pieces(packed: ByteReader): AsyncGenerator<Uint8Array> {
  for (let piece = await packed.piece(); piece.length > 0; piece = await packed.piece()) yield piece;
}

/** Layers `…tar+zstd` of container images. */
async function* unzstd(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const unpacked = new PassThrough({ highWaterMark: 256 * 1024 });
  const running = pipeline(Readable.from(pieces(packed)), createZstdDecompress(), unpacked);
  running.catch(() => undefined);
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) yield piece;
    await running;
  } catch (error) {
    // Only the decompressor's own errors speak of the archive; the source's and the signal's pass as they are.
    throw /^Z/.test(String((error as NodeJS.ErrnoException).code)) ? new ArchiveRefusal('CORRUPT', '', { cause: error }) : error;
  } finally {
    unpacked.destroy();
  }
}
