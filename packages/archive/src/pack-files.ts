import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createDeflater } from './deflate.ts';
import { archiveLimits, archiveRules } from './limits.ts';
import { encodePax } from './pax.ts';
import { normalisePath } from './paths.ts';
import { ArchiveRefusal, sizeOf, tooLarge } from './refusal.ts';
import { encodeHeader, headerSizeMax, paddingOf, splitName } from './tar-header.ts';
import { growTree } from './tree.ts';

export interface FileToPack {
  /** Path in the archive, with slashes. */
  readonly path: string;
  /** Exactly as many bytes as `content` will give. */
  readonly sizeBytes: number;
  readonly isExecutable: boolean;
  /** The bytes, or a way to read them; read when their turn comes. */
  readonly content: Uint8Array | (() => AsyncIterable<Uint8Array>);
}

export interface PackedLayer {
  readonly bytes: Uint8Array;
  /** `sha256:` and 64 hexadecimal digits, of `bytes`. */
  readonly digest: `sha256:${string}`;
  readonly sizeBytes: number;
}

/** RFC 1952: deflate, no flags, no time, no extra flags, system unknown: nothing that differs between machines. */
const gzipHeader = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const endOfArchive = new Uint8Array(1024);
const rules = archiveRules.layer;

/** The files as one layer, `tar+gzip`: sorted by code point, owner 0, time 0, mode 0644 or 0755, no entries for folders. The same files give the same bytes on every machine, in every version of this package.
 *  @throws ArchiveRefusal for a path that the registry would refuse · QUOTA_EXCEEDED above `archiveLimits` · an error when a file's length is not what was said, as when it is being written */
export async function packFiles(files: readonly FileToPack[]): Promise<PackedLayer> {
  const pieces: Uint8Array[] = [];
  const hash = createHash('sha256');
  for await (const piece of packStream(files)) {
    hash.update(piece);
    pieces.push(piece);
  }
  const bytes = new Uint8Array(Buffer.concat(pieces));
  return { bytes, digest: `sha256:${hash.digest('hex')}`, sizeBytes: bytes.length };
}

/** As `packFiles`, in pieces and bounded memory, for a layer that is written to a file while it is hashed. */
export async function* packStream(files: readonly FileToPack[]): AsyncGenerator<Uint8Array> {
  const deflater = createDeflater();
  let checksum = 0;
  let sizeBytes = 0;
  yield gzipHeader;
  for await (const piece of tarOf(inOrder(files))) {
    checksum = crc32(piece, checksum);
    sizeBytes += piece.length;
    yield* deflater.push(piece);
  }
  yield* deflater.finish();
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(sizeBytes % 2 ** 32, 4);
  yield trailer;
}

/** By code point, not by `localeCompare` or UTF-16: UTF-8 bytes sort the same way in every language. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Sorts, and refuses here what the registry would refuse later. */
function inOrder(files: readonly FileToPack[]): readonly FileToPack[] {
  const sorted = [...files].sort((a, b) => byCodePoint(a.path, b.path));
  const tree = growTree(archiveLimits, rules);
  if (files.length > archiveLimits.entries) throw tooLarge('The number of files', archiveLimits.entries, files.length);
  let totalSizeBytes = 0;
  for (const { path, sizeBytes } of sorted) {
    if (normalisePath(path, archiveLimits, rules) !== path) throw new ArchiveRefusal('OUTSIDE', path);
    tree.add(path, 'file', '');
    if (sizeBytes > archiveLimits.fileSizeBytes) throw tooLarge(sizeOf(path), archiveLimits.fileSizeBytes, sizeBytes);
    totalSizeBytes += sizeBytes;
  }
  if (totalSizeBytes > archiveLimits.totalSizeBytes) throw tooLarge('The size of all files', archiveLimits.totalSizeBytes, totalSizeBytes);
  return sorted;
}

async function* tarOf(files: readonly FileToPack[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield* headersOf(file);
    let written = 0;
    const { content } = file;
    for await (const piece of typeof content === 'function' ? content() : [content]) {
      written += piece.length;
      if (written > file.sizeBytes) break;
      yield piece;
    }
    if (written !== file.sizeBytes) throw new Error(`${file.path} changed while it was packed: ${file.sizeBytes} bytes were expected`);
    yield new Uint8Array(paddingOf(file.sizeBytes));
  }
  yield endOfArchive;
}

/** One header, or two where the path does not fit the first: ASCII up to 255 bytes with a slash in the right place does. */
function* headersOf({ path, sizeBytes, isExecutable }: FileToPack): Generator<Uint8Array> {
  if (sizeBytes > headerSizeMax) throw tooLarge(sizeOf(path), headerSizeMax, sizeBytes);
  const name = Buffer.from(path);
  const isAscii = name.length === path.length;
  const parts = isAscii ? splitName(name) : null;
  const mode = isExecutable ? 0o755 : 0o644;
  if (parts === null) {
    const record = encodePax('path', path);
    yield encodeHeader({ name: Buffer.from('PaxHeader'), mode: 0o644, sizeBytes: record.length, type: 'x' });
    yield record;
    yield new Uint8Array(paddingOf(record.length));
  }
  yield encodeHeader({ ...(parts ?? { name: Buffer.from('PaxEntry') }), mode, sizeBytes, type: '0' });
}
