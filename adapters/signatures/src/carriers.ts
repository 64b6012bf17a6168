import { isDigest, sha256Of, type Digest } from '@gati/identifiers';
import type { SerializedBundle } from '@sigstore/bundle';
import { bundleSizeMaxBytes } from './bundle.ts';
import type { ReadBlob, SignatureMaterial } from './signatures.ts';
import { isRecord, parseJson, signaturePredicateType } from './statement.ts';

/** artifactType and layer media type of a bundle as referrer. @see sigstore/cosign, specs/BUNDLE_SPEC.md */
export const bundleArtifactType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
/** @see sigstore/cosign, specs/SIGNATURE_SPEC.md */
const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureAnnotation = 'dev.cosignproject.cosign/signature';
const bundleMediaTypePattern = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v0\.\d)?\+json(?:;version=0\.\d)?$/;
const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json';
const simpleSigningSizeMaxBytes = 64 * 1024;
/** Layers of one carrier that are looked at: Cosign adds one to the .sig image for each further signature. */
const layersMax = 100;

/**
 * The signatures and attestations that a manifest carries, in the order of its layers: a referrer with Sigstore bundles, or Cosign's .sig image. Other manifests carry none.
 * A layer that cannot be read (too large, gone, no UTF-8) is given as a material that no key verifies, so that damage is told from absence.
 * @throws only what `readBlob` throws, QUOTA_EXCEEDED apart
 */
export async function readSignatureMaterials(carrierManifest: Uint8Array, readBlob: ReadBlob): Promise<readonly SignatureMaterial[]> {
  const manifest = parseJson(carrierManifest);
  const layers: readonly unknown[] = isRecord(manifest) && Array.isArray(manifest['layers']) ? manifest['layers'] : [];
  const materials: SignatureMaterial[] = [];
  for (const layer of layers.slice(0, layersMax)) {
    const material = isRecord(layer) ? await readLayer(layer, readBlob) : null;
    if (material) materials.push(material);
  }
  return materials;
}

async function readLayer(layer: Record<string, unknown>, readBlob: ReadBlob): Promise<SignatureMaterial | null> {
  const { mediaType, annotations } = layer;
  if (typeof mediaType !== 'string') return null;
  if (bundleMediaTypePattern.test(mediaType)) {
    const bytes = await readBounded(layer, readBlob, bundleSizeMaxBytes);
    return { format: 'bundle', bundle: bytes ? parseJson(bytes) : undefined };
  }
  if (mediaType !== simpleSigningMediaType) return null;
  const bytes = await readBounded(layer, readBlob, simpleSigningSizeMaxBytes);
  const signature = isRecord(annotations) ? annotations[signatureAnnotation] : undefined;
  return { format: 'simple-signing', payload: bytes ? textOf(bytes) : '', signature: typeof signature === 'string' ? signature : '' };
}

async function readBounded(layer: Record<string, unknown>, readBlob: ReadBlob, maxSizeBytes: number): Promise<Uint8Array | null> {
  const { digest, size } = layer;
  if (typeof digest !== 'string' || !isDigest(digest) || typeof size !== 'number' || size > maxSizeBytes) return null;
  try {
    return await readBlob(digest, maxSizeBytes);
  } catch (error) {
    // The descriptor lied about the size: that is the publisher's fault, and trying again would not help.
    if ((error as { code?: unknown } | null)?.code === 'QUOTA_EXCEEDED') return null;
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const textOf = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
};

interface Content {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}
/** What to push so that a bundle refers to a manifest: both blobs first, then the manifest by its digest. */
export interface BundleReferrer {
  readonly manifest: Content & { readonly mediaType: string };
  readonly config: Content;
  readonly layer: Content;
}

const contentOf = (text: string): Content => {
  const bytes = new Uint8Array(Buffer.from(text));
  return { bytes, digest: sha256Of(bytes) };
};

/** The OCI 1.1 referrer that Cosign 3 would push for a bundle. The same bundle gives the same bytes. @param subject  descriptor of the signed manifest */
export function bundleReferrer(
  subject: { readonly mediaType: string; readonly digest: Digest; readonly size: number },
  bundle: SerializedBundle,
): BundleReferrer {
  const config = contentOf('{}');
  const layer = contentOf(JSON.stringify(bundle));
  const manifest = contentOf(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      artifactType: bundleArtifactType,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: config.digest, size: config.bytes.length },
      layers: [{ mediaType: bundleArtifactType, digest: layer.digest, size: layer.bytes.length }],
      subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
      annotations: { 'dev.sigstore.bundle.content': 'dsse-envelope', 'dev.sigstore.bundle.predicateType': signaturePredicateType },
    }),
  );
  return { manifest: { ...manifest, mediaType: manifestMediaType }, config, layer };
}
