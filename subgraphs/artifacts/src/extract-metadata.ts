import { archiveLimits, archiveRules, readArchive, type ArchiveEntry } from '@gati/archive';
import type { BlobReading } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import { layerMediaType } from '@gati/manifest';
import { languageOf, rankLanguages } from './rules/languages.ts';

/** What the registry takes from an artifact's own files rather than from what its publisher says of them. */
export interface LayerMetadata {
  /** At most 1 MiB. */
  readonly readme: string | null;
  readonly languages: readonly string[];
  /** The bytes of the gati.json at the root; null where there is none. */
  readonly gatiJson: Uint8Array | null;
}

/** Reads the layers of a Gati manifest. @throws MANIFEST_INVALID for an archive that tricks or breaks, QUOTA_EXCEEDED for one that is too large */
export type ExtractMetadata = (layers: readonly { readonly digest: Digest; readonly mediaType: string }[]) => Promise<LayerMetadata>;

const contentSizeBytesMax = 1024 * 1024;
const timeLimitMs = 60_000;
/** The best first: `README.md` stands for itself, other endings are shown as they are. */
const readmeNames = ['readme.md', 'readme.markdown', 'readme.txt', 'readme'];

/** Lists archives as they are stored; nothing is unpacked anywhere. Layers of other types than `application/vnd.gati.layer.v1.tar+gzip` are not looked into. */
export const createMetadataExtractor =
  (store: Pick<BlobReading, 'open'>): ExtractMetadata =>
  async (layers) => {
    const signal = AbortSignal.timeout(timeLimitMs);
    const sizes = new Map<string, number>();
    const roots = new Map<string, Uint8Array>();
    const take = ({ path, kind, sizeBytes, content }: ArchiveEntry): void => {
      if (kind !== 'file') return;
      const language = languageOf(path);
      if (language !== null) sizes.set(language, (sizes.get(language) ?? 0) + sizeBytes);
      const name = path.toLowerCase();
      if (path === 'gati.json' && content === null)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The size of gati.json in bytes', limit: contentSizeBytesMax, found: sizeBytes });
      if (content !== null && (path === 'gati.json' || readmeNames.includes(name))) roots.set(path === 'gati.json' ? path : name, content);
    };

    try {
      for (const { digest } of layers.filter(({ mediaType }) => mediaType === layerMediaType)) {
        const blob = await store.open(digest);
        if (!blob) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: `The blob ${digest}` });
        for await (const entry of readArchive(blob.body, { ...archiveLimits, contentSizeBytes: contentSizeBytesMax }, { rules: archiveRules.layer, signal }))
          take(entry);
      }
    } catch (error) {
      if (signal.aborted)
        throw new RegistryError('MANIFEST_INVALID', { reason: `The layers cannot be read within ${timeLimitMs / 1000} seconds.` }, { cause: error });
      throw error;
    }
    const readme = readmeNames.map((name) => roots.get(name)).find((content) => content !== undefined);
    return { readme: readme ? textOf(readme) : null, languages: rankLanguages(sizes), gatiJson: roots.get('gati.json') ?? null };
  };

/** As UTF-8, without what a database text cannot hold. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\0', '');
