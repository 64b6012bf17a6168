import { ArchiveRefusal } from './refusal.ts';

/** What an extended header may change in the header after it. Bytes, because their encoding is judged later with the path's. */
export interface PaxOverrides {
  readonly path?: Uint8Array;
  readonly linkPath?: Uint8Array;
  readonly sizeBytes?: number;
}

/** Reads the records of a PAX header: `<length> <key>=<value>\n` (POSIX.1-2017, pax, "pax Extended Header").
 *  @throws ArchiveRefusal CORRUPT · AMBIGUOUS_HEADER for a key given twice · SPARSE for GNU's sparse files */
export function decodePax(bytes: Uint8Array): PaxOverrides {
  const overrides: { path?: Uint8Array; linkPath?: Uint8Array; sizeBytes?: number } = {};
  const seen = new Set<string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 || space - at > 10 ? '' : Buffer.from(bytes.subarray(at, space)).toString('latin1');
    const length = /^[1-9][0-9]*$/.test(digits) ? Number(digits) : 0;
    const equals = bytes.indexOf(0x3d, space);
    if (length === 0 || at + length > bytes.length || bytes[at + length - 1] !== 0x0a || equals < 0 || equals >= at + length)
      throw new ArchiveRefusal('CORRUPT');
    const key = Buffer.from(bytes.subarray(space + 1, equals)).toString('latin1');
    const value = bytes.subarray(equals + 1, at + length - 1);
    if (key.startsWith('GNU.sparse')) throw new ArchiveRefusal('SPARSE');
    if (key === 'path' || key === 'linkpath' || key === 'size') {
      // The last would count by the letter, the first does in some readers.
      if (seen.has(key)) throw new ArchiveRefusal('AMBIGUOUS_HEADER');
      seen.add(key);
      if (key === 'path') overrides.path = value;
      else if (key === 'linkpath') overrides.linkPath = value;
      else overrides.sizeBytes = decimal(value);
    }
    at += length;
  }
  return overrides;
}

function decimal(value: Uint8Array): number {
  const digits = Buffer.from(value).toString('latin1');
  if (!/^(?:0|[1-9][0-9]{0,14})$/.test(digits)) throw new ArchiveRefusal('CORRUPT');
  return Number(digits);
}

/** One record; its length counts its own digits. */
export function encodePax(key: string, value: string): Uint8Array {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
