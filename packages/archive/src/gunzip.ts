import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { ArchiveRefusal } from './refusal.ts';

const pieceSizeBytes = 256 * 1024;
/** Names and comments in a gzip header mean nothing to us; more than this is somebody hiding something. */
const headerTextMax = 4096;
const flags = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Unpacks gzip (RFC 1952) and checks every member's CRC and length.
 *  Node's own gunzip joins further members and passes over zero bytes after the last without a word, so that a reader which stops after the first
 *  sees another archive than it does: with `isStrict` there is one member and nothing after it.
 *  @throws ArchiveRefusal CORRUPT, TRUNCATED, TRAILING_DATA */
export async function* gunzip(packed: ByteReader, { isStrict }: { isStrict: boolean }): AsyncGenerator<Uint8Array> {
  for (let isFirst = true; ; isFirst = false) {
    const first = await packed.read(1);
    if (first.length === 0) return;
    if (!isFirst && isStrict) throw new ArchiveRefusal('TRAILING_DATA');
    if (!isFirst && first[0] === 0) return await expectPadding(packed);
    packed.unread(first);
    await readHeader(packed);
    yield* readMember(packed);
  }
}

const mustRead = async (packed: ByteReader, sizeBytes: number): Promise<Buffer> => {
  const bytes = await packed.read(sizeBytes);
  if (bytes.length < sizeBytes) throw new ArchiveRefusal('TRUNCATED');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
};

async function readHeader(packed: ByteReader): Promise<void> {
  const header = await mustRead(packed, 10);
  const flag = header[3] ?? 0;
  if (header.readUInt16BE(0) !== 0x1f8b || header[2] !== 8 || (flag & flags.reserved) !== 0) throw new ArchiveRefusal('CORRUPT');
  if (flag & flags.extra) await mustRead(packed, (await mustRead(packed, 2)).readUInt16LE());
  for (const text of [flags.name, flags.comment]) {
    if (flag & text) for (let length = 0; (await mustRead(packed, 1))[0] !== 0; length++) if (length >= headerTextMax) throw new ArchiveRefusal('CORRUPT');
  }
  if (flag & flags.headerCrc) await mustRead(packed, 2);
}

async function* readMember(packed: ByteReader): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: pieceSizeBytes });
  const closed = new Promise<void>((resolve) => inflate.once('close', resolve));
  let fedBytes = 0;
  let last: Uint8Array = new Uint8Array(0);
  let sourceError: { readonly error: unknown } | undefined;
  /** Feeds until the member is over. One piece is consumed before the next is fed, so what the member leaves over lies within the last. */
  const feed = async (): Promise<void> => {
    try {
      while (inflate.bytesWritten === fedBytes && !inflate.destroyed) {
        const piece = await packed.piece(pieceSizeBytes);
        if (piece.length === 0) return void inflate.end();
        fedBytes += piece.length;
        last = piece;
        await Promise.race([new Promise<void>((resolve) => void inflate.write(piece, () => resolve())), closed]);
      }
    } catch (error) {
      sourceError = { error };
      inflate.destroy();
    }
  };

  let checksum = 0;
  let sizeBytes = 0;
  const feeding = feed();
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      checksum = crc32(piece, checksum);
      sizeBytes += piece.length;
      yield piece;
    }
  } catch (error) {
    if (sourceError) throw sourceError.error;
    throw new ArchiveRefusal((error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'TRUNCATED' : 'CORRUPT', '', { cause: error });
  } finally {
    inflate.destroy();
  }
  await feeding;
  packed.unread(last.subarray(last.length - (fedBytes - inflate.bytesWritten)));
  const trailer = await mustRead(packed, 8);
  if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== sizeBytes % 2 ** 32) throw new ArchiveRefusal('CORRUPT');
}

async function expectPadding(packed: ByteReader): Promise<void> {
  for (let piece = await packed.piece(); piece.length > 0; piece = await packed.piece()) {
    if (piece.some((byte) => byte !== 0)) throw new ArchiveRefusal('TRAILING_DATA');
  }
}
