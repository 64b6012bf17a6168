import { byteReader } from './byte-reader.ts';
import { decompress } from './decompress.ts';
import { archiveLimits, archiveRules, type ArchiveLimits, type ArchiveRules } from './limits.ts';
import { decodePath, normalisePath } from './paths.ts';
import { ArchiveRefusal } from './refusal.ts';
import { readTar } from './tar-reader.ts';
import { growTree, type EntryKind } from './tree.ts';

export interface ArchiveEntry {
  /** Names joined by single slashes, without `./` or a slash at the end. */
  readonly path: string;
  /** `special` (device nodes and pipes) appears under `archiveRules.image` only. */
  readonly kind: EntryKind;
  /** Length of a file's content; 0 for everything else. */
  readonly sizeBytes: number;
  /** Permission bits as written, for example 0o755. */
  readonly mode: number;
  /** Where a link leads, as written; null for what is none. */
  readonly linkPath: string | null;
  /** A file's bytes; null above `limits.contentSizeBytes` and for everything that is no file. */
  readonly content: Uint8Array | null;
}

export interface ReadOptions {
  /** Which tricks are refused; `archiveRules.package` unless told. */
  readonly rules?: ArchiveRules;
  /** Ends the reading with the signal's reason: give `AbortSignal.timeout(ms)` for a limit of time. */
  readonly signal?: AbortSignal;
}

/** Lists a tar archive, plain or gzip, entry by entry with bounded memory (one content and the names), without ever touching a disk. Archives inside the archive are files like any other.
 *  An archive is good only when the listing ends without an error: some faults show at its end.
 *  @throws ArchiveRefusal (MANIFEST_INVALID) naming path and fault · QUOTA_EXCEEDED naming the limit · the signal's reason · what the source throws */
export async function* readArchive(
  source: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits = archiveLimits,
  options: ReadOptions = {},
): AsyncGenerator<ArchiveEntry> {
  const { rules = archiveRules.package, signal } = options;
  const bytes = byteReader(decompress(source, limits, rules, signal));
  const tree = growTree(limits, rules);
  try {
    for await (const entry of readTar(bytes, limits, rules)) {
      const path = normalisePath(decodePath(entry.path, rules), limits, rules);
      const linkPath = entry.kind === 'symlink' || entry.kind === 'hardlink' ? decodePath(entry.linkPath, rules) : null;
      if (path === '') {
        // `tar .` begins with the folder itself.
        if (entry.kind !== 'directory') throw new ArchiveRefusal('EMPTY_NAME');
        continue;
      }
      tree.add(path, entry.kind, linkPath ?? '');
      const content = await entry.content(entry.kind === 'file' && entry.sizeBytes <= limits.contentSizeBytes);
      yield { path, kind: entry.kind, sizeBytes: entry.sizeBytes, mode: entry.mode, linkPath, content: entry.kind === 'file' ? content : null };
    }
    tree.finish();
  } finally {
    await bytes.close();
  }
}
