import { archiveLimits, archiveRules, ArchiveRefusal, readArchive } from '@gati/archive';
import type { BlobReading } from '@gati/blob-store';
import { isRegistryError, RegistryError } from '@gati/errors';
import { layerMediaType } from '@gati/manifest';
import type { ScanFile, ScanFinding } from '@gati/scanner';
import type { Contents, ListContents } from '@gati/security';

/** The engines read one file after the other; what is larger than this is no source code. */
const contentSizeBytes = 4 * 1024 ** 2;
/** All contents that one scan holds in memory at once; beyond it files are known by name and size alone. */
const heldSizeBytesMax = 256 * 1024 ** 2;
const filesMax = 100_000;

/** Lists what layers hold, straight from the store: nothing is unpacked to a disk. Layers that are no archive are files by themselves. */
export const createContentsReader =
  (blobs: Pick<BlobReading, 'open'>): ListContents =>
  async ({ layers }, { signal }): Promise<Contents> => {
    const files: ScanFile[] = [];
    const findings: ScanFinding[] = [];
    let heldSizeBytes = 0;
    const take = (path: string, sizeBytes: number, content: Uint8Array | null) => {
      if (files.length >= filesMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of files', limit: filesMax, found: files.length + 1 });
      const isHeld = content !== null && heldSizeBytes + content.length <= heldSizeBytesMax;
      if (isHeld) heldSizeBytes += content.length;
      files.push({ path, sizeBytes, content: isHeld ? content : null });
    };

    for (const { digest, mediaType, sizeBytes } of layers) {
      const blob = await blobs.open(digest);
      // A layer of an image that may stay where it is (non-distributable), or a store that lost it: the second must not pass for clean.
      if (!blob) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
      if (!isArchive(mediaType)) {
        take(digest.replace(':', '-'), sizeBytes, sizeBytes <= contentSizeBytes ? await collect(blob.body) : (destroy(blob.body), null));
        continue;
      }
      try {
        const rules = mediaType === layerMediaType ? archiveRules.layer : archiveRules.image;
        for await (const entry of readArchive(blob.body, { ...archiveLimits, contentSizeBytes }, { rules, signal }))
          if (entry.kind === 'file') take(entry.path, entry.sizeBytes, entry.content);
      } catch (error) {
        if (!(error instanceof ArchiveRefusal) && !(isRegistryError(error) && error.code === 'QUOTA_EXCEEDED')) throw error;
        findings.push({
          kind: 'ARCHIVE',
          severity: 'CRITICAL',
          title: error.message,
          path: null,
          advisory: null,
          package: null,
          suggestion: 'Pack the files again without the entry that is named.',
        });
      }
    }
    return { files, findings };
  };

const isArchive = (mediaType: string): boolean => /[.+]tar(?:[.+]gzip)?$/.test(mediaType);
const destroy = (body: NodeJS.ReadableStream): void => void (body as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
