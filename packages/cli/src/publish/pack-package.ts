import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packFiles, packStream, selectFiles, type FileToPack } from '@gati/archive';
import { digestOf, type Digest } from '@gati/identifiers';
import { artifactTypeOf, canonicalJson, layerMediaType, manifestMediaType as configMediaType } from '@gati/manifest';
import { bytesSource, fileSource, manifestMediaType, type BlobSource } from '@gati/sdk/oci';
import type { Package } from './read-package.ts';

/** A folder as it is pushed: the same files give the same digests on every machine. */
export interface PackedPackage {
  readonly files: readonly FileToPack[];
  readonly config: BlobSource;
  readonly layer: BlobSource;
  /** The OCI manifest, byte for byte. */
  readonly manifest: { readonly bytes: Uint8Array; readonly mediaType: string; readonly digest: Digest };
}

/** Up to here a layer is packed in memory; a larger one in a file. */
const inMemoryMaxBytes = 16 * 2 ** 20;

/** Packs a folder, gives it to `use`, and clears up.
 *  @throws what @gati/archive refuses: paths that could not be unpacked everywhere, too many or too large files */
export async function withPackedPackage<T>(
  { folder, document, manifest }: Package,
  { cacheFolder, signal }: { cacheFolder: string; signal: AbortSignal },
  use: (packed: PackedPackage) => Promise<T>,
): Promise<T> {
  // An external module has no code of its own here: what is always in a package is all of it.
  const isExternal = manifest.type === 'module' && manifest.module.runtime === 'external';
  const wanted = manifest.files ?? (isExternal ? [] : undefined);
  const files = await selectFiles(folder, wanted ? { files: wanted } : {});
  const config = bytesSource(new TextEncoder().encode(canonicalJson(document)));
  const draft = join(cacheFolder, 'packing', `${randomUUID()}.tgz`);
  try {
    const layer = await packLayer(files, draft, signal);
    return await use({ files, config, layer, manifest: ociManifest(artifactTypeOf(manifest.type), config, layer) });
  } finally {
    await rm(draft, { force: true });
  }
}

async function packLayer(files: readonly FileToPack[], draft: string, signal: AbortSignal): Promise<BlobSource> {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes <= inMemoryMaxBytes) {
    const { bytes, digest } = await packFiles(files);
    return bytesSource(bytes, digest);
  }
  await mkdir(join(draft, '..'), { recursive: true });
  const hash = createHash('sha256');
  let packedBytes = 0;
  await pipeline(
    packStream(files),
    async function* (pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        hash.update(piece);
        packedBytes += piece.length;
        yield piece;
      }
    },
    createWriteStream(draft),
    { signal },
  );
  return fileSource(draft, { digest: `sha256:${hash.digest('hex')}`, sizeBytes: packedBytes });
}

/** Fields in this order and nothing that differs between machines or moments: the bytes are the digest. */
function ociManifest(artifactType: string, config: BlobSource, layer: BlobSource): PackedPackage['manifest'] {
  const bytes = new TextEncoder().encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      artifactType,
      config: { mediaType: configMediaType, digest: config.digest, size: config.sizeBytes },
      layers: [{ mediaType: layerMediaType, digest: layer.digest, size: layer.sizeBytes }],
    }),
  );
  return { bytes, mediaType: manifestMediaType, digest: digestOf(bytes) };
}
