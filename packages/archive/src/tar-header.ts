import { ArchiveRefusal } from './refusal.ts';

export const blockSizeBytes = 512;
/** Bytes from the end of some content to the next block. */
export const paddingOf = (sizeBytes: number): number => (blockSizeBytes - (sizeBytes % blockSizeBytes)) % blockSizeBytes;

export interface TarHeader {
  /** As written: UTF-8 bytes of the path. */
  readonly name: Uint8Array;
  readonly linkName: Uint8Array;
  readonly mode: number;
  readonly sizeBytes: number;
  /** The type flag, for example `0`, `5`, `x`. */
  readonly type: string;
}

// Field offsets and lengths: POSIX.1-2017, pax, "ustar Interchange Format".
const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const;
type Field = readonly [offset: number, length: number];
const posixMagic = 'ustar\u000000';
const gnuMagic = 'ustar  \u0000';

/** The checksum of a header: the sum of its bytes with the checksum field read as spaces. */
function checksumOf(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (const byte of block) sum += byte;
  for (let index = field.checksum[0]; index < field.checksum[0] + field.checksum[1]; index++) sum -= block[index] ?? 0;
  return sum;
}

const bytesOf = (block: Uint8Array, [offset, length]: Field): Uint8Array => block.subarray(offset, offset + length);

/** Text up to the first NUL. Anything after it would be seen by some readers and not by others. */
function text(block: Uint8Array, place: Field): Uint8Array {
  const bytes = bytesOf(block, place);
  const end = bytes.indexOf(0);
  if (end < 0) return bytes;
  if (bytes.subarray(end).some((byte) => byte !== 0)) throw new ArchiveRefusal('CONTROL_CHARACTER', Buffer.from(bytes).toString('latin1').replace(/\0+$/, ''));
  return bytes.subarray(0, end);
}

/** An octal number, or a base-256 one as GNU writes large sizes. @throws ArchiveRefusal CORRUPT for what is neither, negative or not exact */
function number(block: Uint8Array, place: Field): number {
  const bytes = bytesOf(block, place);
  if (((bytes[0] ?? 0) & 0x80) === 0) {
    const octal = /^ *([0-7]*)[ \0]*$/.exec(Buffer.from(bytes).toString('latin1'));
    if (!octal) throw new ArchiveRefusal('CORRUPT');
    return octal[1] === '' ? 0 : Number.parseInt(octal[1] ?? '', 8);
  }
  if (bytes[0] !== 0x80) throw new ArchiveRefusal('CORRUPT');
  const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(value)) throw new ArchiveRefusal('CORRUPT');
  return value;
}

export const isZeroBlock = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** @throws ArchiveRefusal CORRUPT, CONTROL_CHARACTER */
export function decodeHeader(block: Uint8Array): TarHeader {
  if (number(block, field.checksum) !== checksumOf(block)) throw new ArchiveRefusal('CORRUPT');
  const magic = Buffer.from(bytesOf(block, field.magic)).toString('latin1');
  if (magic !== posixMagic && magic !== gnuMagic) throw new ArchiveRefusal('CORRUPT');
  const name = text(block, field.name);
  // GNU keeps times where POSIX has the prefix.
  const prefix = magic === posixMagic ? text(block, field.prefix) : new Uint8Array(0);
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    linkName: text(block, field.link),
    mode: number(block, field.mode) & 0o7777,
    sizeBytes: number(block, field.size),
    type: String.fromCharCode(block[field.type[0]] || 0x30),
  };
}

/** A header with owner 0, time 0 and no names of users: what depends on the machine is left out. The name must fit: see `splitName`. */
export function encodeHeader(header: { name: Uint8Array; prefix?: Uint8Array; mode: number; sizeBytes: number; type: string }): Uint8Array {
  const block = Buffer.alloc(blockSizeBytes);
  const octal = (value: number, [offset, length]: Field): number => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.set(header.name, field.name[0]);
  block.set(header.prefix ?? [], field.prefix[0]);
  octal(header.mode, field.mode);
  octal(0, field.uid);
  octal(0, field.gid);
  octal(header.sizeBytes, field.size);
  octal(0, field.time);
  block.write(header.type, field.type[0], 'latin1');
  block.write(posixMagic, field.magic[0], 'latin1');
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, field.checksum[0], 'latin1');
  return block;
}

/** Divides a path over the name and prefix fields of a header; null when it does not fit and needs a PAX header. */
export function splitName(path: Uint8Array): { name: Uint8Array; prefix: Uint8Array } | null {
  if (path.length <= 100) return { name: path, prefix: new Uint8Array(0) };
  for (let slash = path.indexOf(0x2f, Math.max(1, path.length - 101)); slash > 0 && slash <= 155; slash = path.indexOf(0x2f, slash + 1)) {
    if (slash < path.length - 1) return { prefix: path.subarray(0, slash), name: path.subarray(slash + 1) };
  }
  return null;
}

/** The largest size that fits the octal size field: 8 GiB less one byte. */
export const headerSizeMax = 0o77777777777;
