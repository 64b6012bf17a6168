import type { ByteReader } from './byte-reader.ts';
import type { ArchiveLimits, ArchiveRules } from './limits.ts';
import { decodePax, type PaxOverrides } from './pax.ts';
import { ArchiveRefusal, sizeOf, tooLarge } from './refusal.ts';
import { blockSizeBytes, decodeHeader, isZeroBlock, paddingOf, type TarHeader } from './tar-header.ts';

/** An entry as the archive writes it, before any rule about paths. */
export interface TarEntry {
  readonly path: Uint8Array;
  readonly linkPath: Uint8Array;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'special';
  readonly sizeBytes: number;
  readonly mode: number;
  /** The content: all of it, or null after reading through it. To be called once, before the next entry. */
  readonly content: (isWanted: boolean) => Promise<Uint8Array | null>;
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'special',
  '4': 'special',
  '5': 'directory',
  '6': 'special',
};

/** Names of the entries that change the next one. `L` and `K` are GNU's long names. */
type Extension = 'x' | 'L' | 'K';
const isExtension = (type: string): type is Extension => type === 'x' || type === 'L' || type === 'K';

const lossyText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** Reads tar (ustar, PAX, GNU long names) so strictly that every reader of tar must see the same entries: whatever has two readings is refused.
 *  Own code, because the libraries pass over what is wrong: lone end marks, data after the end, two lengths for one entry (CVE-2025-62518), a key given twice.
 *  @throws ArchiveRefusal · QUOTA_EXCEEDED */
export async function* readTar(bytes: ByteReader, limits: ArchiveLimits, rules: ArchiveRules): AsyncGenerator<TarEntry> {
  let extensions = new Map<Extension, Uint8Array>();
  let entries = 0;
  for (;;) {
    const block = await bytes.read(blockSizeBytes);
    const isOver = block.length === 0 || (block.length === blockSizeBytes && isZeroBlock(block));
    if (!isOver && block.length < blockSizeBytes) throw new ArchiveRefusal('TRUNCATED');
    if (isOver) {
      if (extensions.size > 0 || (block.length === 0 && (rules.isStrict || entries === 0))) throw new ArchiveRefusal('TRUNCATED');
      return await expectEnd(bytes, rules);
    }
    if (++entries > limits.entries) throw tooLarge('The number of entries in the archive', limits.entries, entries);
    const header = decodeHeader(block);
    if (isExtension(header.type)) {
      if (extensions.has(header.type)) throw new ArchiveRefusal('AMBIGUOUS_HEADER', lossyText(header.name));
      extensions.set(header.type, await readExtension(bytes, header, limits));
      entries--;
    } else if (header.type === 'g') {
      // `git archive` writes one with a comment. One that names, links or sizes everything after it is no archive for us.
      if (Object.keys(decodePax(await readExtension(bytes, header, limits))).length > 0) throw new ArchiveRefusal('AMBIGUOUS_HEADER', lossyText(header.name));
    } else {
      yield* readEntry(bytes, header, extensions, limits);
      extensions = new Map();
    }
  }
}

async function readExtension(bytes: ByteReader, header: TarHeader, limits: ArchiveLimits): Promise<Uint8Array> {
  if (header.sizeBytes > limits.headerSizeBytes) throw tooLarge('An extended header in the archive', limits.headerSizeBytes, header.sizeBytes);
  return await readContent(bytes, header.sizeBytes);
}

async function* readEntry(
  bytes: ByteReader,
  header: TarHeader,
  extensions: ReadonlyMap<Extension, Uint8Array>,
  limits: ArchiveLimits,
): AsyncGenerator<TarEntry> {
  const pax: PaxOverrides = decodePax(extensions.get('x') ?? new Uint8Array(0));
  const path = chosen(pax.path, longName(extensions.get('L')), header.name);
  const linkPath = chosen(pax.linkPath, longName(extensions.get('K')), header.linkName);
  if (header.type === 'S') throw new ArchiveRefusal('SPARSE', lossyText(path));
  const kind = kinds[header.type];
  if (kind === undefined) throw new ArchiveRefusal('UNKNOWN_KIND', lossyText(path));
  const { sizeBytes } = header;
  const hasTwoSizes = pax.sizeBytes !== undefined && pax.sizeBytes !== sizeBytes;
  // Readers disagree whether a link's or folder's size is that of bytes to skip, and whether `0` with a slash is a folder.
  if (hasTwoSizes || (kind !== 'file' && sizeBytes > 0) || (kind === 'file' && path.at(-1) === 0x2f))
    throw new ArchiveRefusal('AMBIGUOUS_HEADER', lossyText(path));
  if (sizeBytes > limits.fileSizeBytes) throw tooLarge(sizeOf(lossyText(path)), limits.fileSizeBytes, sizeBytes);

  let isRead = false;
  const content = async (isWanted: boolean): Promise<Uint8Array | null> => {
    isRead = true;
    if (isWanted) return await readContent(bytes, sizeBytes);
    await skip(bytes, sizeBytes + paddingOf(sizeBytes));
    return null;
  };
  yield { path, linkPath, kind, sizeBytes, mode: header.mode, content };
  if (!isRead) await content(false);
}

/** The one name that is given. Two long ones for one entry would be read differently by different readers. */
function chosen(pax: Uint8Array | undefined, gnu: Uint8Array | undefined, plain: Uint8Array): Uint8Array {
  if (pax && gnu) throw new ArchiveRefusal('AMBIGUOUS_HEADER', lossyText(pax));
  return pax ?? gnu ?? plain;
}

/** GNU ends a long name with one NUL; a NUL before that is judged with the path. */
const longName = (bytes: Uint8Array | undefined): Uint8Array | undefined => (bytes?.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);

async function readContent(bytes: ByteReader, sizeBytes: number): Promise<Uint8Array> {
  const content = await bytes.read(sizeBytes);
  if (content.length < sizeBytes) throw new ArchiveRefusal('TRUNCATED');
  await skip(bytes, paddingOf(sizeBytes));
  return content;
}

async function skip(bytes: ByteReader, sizeBytes: number): Promise<void> {
  for (let left = sizeBytes; left > 0;) {
    const piece = await bytes.piece(left);
    if (piece.length === 0) throw new ArchiveRefusal('TRUNCATED');
    left -= piece.length;
  }
}

/** After the first zero block come a second and then only zeros (tar fills up its last record). */
async function expectEnd(bytes: ByteReader, rules: ArchiveRules): Promise<void> {
  const second = await bytes.read(blockSizeBytes);
  if (rules.isStrict && second.length < blockSizeBytes) throw new ArchiveRefusal('TRUNCATED');
  for (let piece = second; piece.length > 0; piece = await bytes.piece()) {
    if (piece.some((byte) => byte !== 0)) throw new ArchiveRefusal('TRAILING_DATA');
  }
}
