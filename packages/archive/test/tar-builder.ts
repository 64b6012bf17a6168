/** Writes tar archives field by field, wrong ones above all: nothing here is checked. */
export interface CraftedEntry {
  readonly name: string | Uint8Array;
  /** Type flag; '0' unless told. */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly link?: string;
  readonly prefix?: string;
  readonly mode?: number;
  /** What the size field says; the content's length unless told. */
  readonly size?: number | Uint8Array;
  readonly magic?: string;
  readonly checksum?: number;
}

const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? Buffer.from(value) : value);
const padded = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

export function header(entry: CraftedEntry): Buffer {
  const block = Buffer.alloc(512);
  const content = bytesOf(entry.content ?? '');
  const octal = (value: number, offset: number, length: number): number => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.set(bytesOf(entry.name).subarray(0, 100), 0);
  octal(entry.mode ?? 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  if (entry.size instanceof Uint8Array) block.set(entry.size, 124);
  else octal(entry.size ?? content.length, 124, 12);
  octal(0, 136, 12);
  block.write(entry.type ?? '0', 156, 'latin1');
  block.write(entry.link ?? '', 157);
  block.write(entry.magic ?? 'ustar\u000000', 257, 'latin1');
  block.write(entry.prefix ?? '', 345);
  block.fill(0x20, 148, 156);
  const sum = entry.checksum ?? block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

export const end = Buffer.alloc(1024);
export const entryBytes = (entry: CraftedEntry): Buffer => Buffer.concat([header(entry), padded(bytesOf(entry.content ?? ''))]);
export const tar = (...entries: readonly CraftedEntry[]): Buffer => Buffer.concat([...entries.map(entryBytes), end]);

/** A PAX header of these records. */
export const pax = (records: Readonly<Record<string, string>>, type = 'x'): CraftedEntry => ({
  name: 'PaxHeader',
  type,
  content: Object.entries(records)
    .map(([key, value]) => paxRecord(key, value))
    .join(''),
});
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}
export const gnuLongName = (name: string, type: 'L' | 'K' = 'L'): CraftedEntry => ({ name: '././@LongLink', type, content: `${name}\0` });

/** Bytes as a stream in pieces of a size. */
export async function* inPieces(bytes: Uint8Array, pieceSizeBytes = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSizeBytes) yield bytes.subarray(at, at + pieceSizeBytes);
}

/** All that a stream gives. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
