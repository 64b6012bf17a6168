import { archiveLimits, archiveRules, ArchiveRefusal, isTar, readArchive } from '@gati/archive';
import type { BlobReading } from '@gati/blob-store';
import { isRegistryError, RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import { layerMediaType, manifestMediaType } from '@gati/manifest';
import type { ScanFile, ScanFinding } from '@gati/scanner';
import type { Contents, Descriptor, ListContents } from '@gati/security';

/** The largest bundles that packages begin with have some 15 MB; what is larger is not read, and said to be so where it is run. */
const contentSizeBytes = 16 * 1024 ** 2;
/** Larger files are kept only where they may be code. */
const dataSizeBytes = 4 * 1024 ** 2;
/** What one scan holds in memory at once; beyond it files are known by name and size alone. Data has a share of its own, so that it cannot push code out. */
const heldSizeBytesMax = { code: 192 * 1024 ** 2, data: 64 * 1024 ** 2 };
const filesMax = 100_000;

/** What engines read whatever its size: code, and what names code and packages. */
const isCalledCode = /\.(?:[cm]?[jt]sx?|sh)$|(?:^|\/)(?:package|gati|package-lock)\.json$/;
const isText = (content: Uint8Array): boolean => !content.subarray(0, 8000).includes(0);

/**
 * Lists what layers hold, straight from the store: nothing is unpacked to a disk. A layer is an archive when its bytes say so, whatever its media type;
 * what is none is one file, under the name that its publisher gave it. The Gati manifest, which travels beside the layers, is the gati.json that it is.
 */
export const createContentsReader =
  (blobs: Pick<BlobReading, 'open'>): ListContents =>
  async ({ layers, configs }, { signal }): Promise<Contents> => {
    const files: ScanFile[] = [];
    const findings: ScanFinding[] = [];
    const held = { code: 0, data: 0 };
    const take = (file: ScanFile) => {
      if (files.length >= filesMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of files', limit: filesMax, found: files.length + 1 });
      files.push({ ...file, content: file.content !== null && mayHold(file.path, file.content) ? file.content : null });
    };
    const mayHold = (path: string, content: Uint8Array): boolean => {
      const share = isCalledCode.test(path) ? 'code' : 'data';
      if (share === 'data' && content.length > dataSizeBytes && !isText(content)) return false;
      if (held[share] + content.length > heldSizeBytesMax[share]) return false;
      held[share] += content.length;
      return true;
    };
    const open = async (digest: Digest): Promise<AsyncIterable<Uint8Array>> => {
      const blob = await blobs.open(digest);
      // A layer of an image that may stay where it is (non-distributable), or a store that lost it: the second must not pass for clean.
      if (!blob) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
      return blob.body;
    };
    const takeWhole = async ({ digest, sizeBytes }: Descriptor, path: string, mediaType?: string): Promise<void> => {
      const content = sizeBytes <= contentSizeBytes ? await collect(await open(digest)) : null;
      take({ path, sizeBytes, content, ...(mediaType === undefined ? {} : { layerMediaType: mediaType }) });
    };

    for (const config of configs) if (config.mediaType === manifestMediaType) await takeWhole(config, 'gati.json');
    for (const layer of layers) {
      const { digest, mediaType, title } = layer;
      const isDeclared = isArchiveType(mediaType);
      const isOurs = mediaType === layerMediaType;
      const isArchive = isOurs || (isDeclared && title === null) || (await isTar(await open(digest), signal));
      if (!isArchive) {
        await takeWhole(layer, title ?? digest.replace(':', '-'), mediaType);
        continue;
      }
      try {
        const rules = isOurs ? archiveRules.layer : archiveRules.image;
        for await (const { kind, path, sizeBytes, content } of readArchive(await open(digest), { ...archiveLimits, contentSizeBytes }, { rules, signal }))
          if (kind === 'file') take({ path, sizeBytes, content });
      } catch (error) {
        if (!(error instanceof ArchiveRefusal) && !(isRegistryError(error) && error.code === 'QUOTA_EXCEEDED')) throw error;
        findings.push(isDeclared ? hostile(error) : unexamined(error, title));
      }
    }
    return { files, findings };
  };

const hostile = (error: Error): ScanFinding => ({
  kind: 'ARCHIVE',
  severity: 'CRITICAL',
  title: error.message,
  path: null,
  advisory: null,
  package: null,
  suggestion: 'Pack the files again without the entry that is named.',
});

/** Nobody promised an archive by our rules. One that breaks off hides what follows; one that is only large, as data sets are, is known in part. */
const unexamined = (error: Error, path: string | null): ScanFinding => ({
  kind: 'UNEXAMINED',
  severity: error instanceof ArchiveRefusal ? 'HIGH' : 'UNKNOWN',
  title: `Not examined: an archive that could not be read to its end. ${error.message}`.slice(0, 300),
  path,
  advisory: null,
  package: null,
  suggestion: 'Pack the files again as a plain tar, compressed with gzip or zstd.',
});

const isArchiveType = (mediaType: string): boolean => /[.+]tar(?:[.+](?:gzip|zstd))?$/.test(mediaType);

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}
