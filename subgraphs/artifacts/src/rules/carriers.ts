import { digestOf, type Digest } from '@gati/identifiers';
import type { ParsedManifest } from './manifests.ts';

/** How a document has to look. */
export type DocumentFormat = 'json' | 'xml' | 'spdx';

/** A blob of a carrier, with the format that its bytes must have. */
export interface CarrierPart {
  readonly digest: Digest;
  readonly format: DocumentFormat;
}

/** Bounds of what is open without a signature of its own, in bytes: enough for the bills of materials of large images. */
export const carrierLimits = { configSizeBytes: 1024 ** 2, documentSizeBytes: 16 * 1024 ** 2, totalSizeBytes: 64 * 1024 ** 2 } as const;

const emptyMediaType = 'application/vnd.oci.empty.v1+json';
const emptyBytes = Buffer.from('{}');

/** Documents about a manifest that verifiers and scanners read, and that no client runs or unpacks. */
const documents: ReadonlyMap<string, DocumentFormat> = new Map([
  ...[
    // Signatures: Cosign, Sigstore, Notation.
    'application/vnd.dev.cosign.simplesigning.v1+json',
    'application/vnd.dev.sigstore.bundle+json',
    'application/vnd.dev.sigstore.bundle.v0.1+json',
    'application/vnd.dev.sigstore.bundle.v0.2+json',
    'application/vnd.dev.sigstore.bundle.v0.3+json',
    'application/jose+json',
    // Attestations.
    'application/vnd.dsse.envelope.v1+json',
    'application/vnd.in-toto+json',
    // Bills of materials.
    'application/vnd.cyclonedx+json',
    'application/spdx+json',
    'text/spdx+json',
    'application/vnd.syft+json',
    // Findings, and what they mean here.
    'application/openvex+json',
    'application/vnd.openvex+json',
    'application/csaf+json',
    'application/sarif+json',
  ].map((mediaType) => [mediaType, 'json'] as const),
  ['application/vnd.cyclonedx+xml', 'xml'],
  ['text/spdx', 'spdx'],
]);

/** Configs of carriers beside the empty one; some clients call the config what others call the artifact. */
const configs: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.dev.cosign.artifact.sig.v1+json',
  'application/vnd.dev.cosign.artifact.att.v1+json',
  'application/vnd.dev.cosign.artifact.sbom.v1+json',
  'application/vnd.cncf.notary.signature',
  'application/vnd.unknown.config.v1+json',
  ...documents.keys(),
]);

/**
 * What must be looked at before an image manifest may be open with its subject, without a signature of its own: its config and layers are all documents of known types, and small. The list is closed: what is not on it waits for admission like everything else.
 * @returns null for what is no carrier, whatever its bytes are; always null for an index, which has nothing of its own
 */
export function partsOfCarrier({ kind, references }: ParsedManifest): readonly CarrierPart[] | null {
  if (kind === 'index') return null;
  const parts: CarrierPart[] = [];
  let totalSizeBytes = 0;
  for (const { kind: place, mediaType, digest, sizeBytes } of references) {
    totalSizeBytes += sizeBytes;
    if (mediaType === emptyMediaType && digest === digestOf(emptyBytes, digest)) continue;
    const isConfig = place === 'config';
    const format = isConfig ? (configs.has(mediaType) ? 'json' : undefined) : documents.get(mediaType);
    if (!format || sizeBytes > (isConfig ? carrierLimits.configSizeBytes : carrierLimits.documentSizeBytes)) return null;
    parts.push({ digest, format });
  }
  return totalSizeBytes > carrierLimits.totalSizeBytes ? null : parts;
}

const openings: Readonly<Record<DocumentFormat, readonly string[]>> = { json: ['{'], xml: ['<?xml', '<bom'], spdx: ['SPDXVersion:'] };
const closings: Readonly<Record<DocumentFormat, string | null>> = { json: '}', xml: '>', spdx: null };
const openingLength = Math.max(...Object.values(openings).flatMap((texts) => texts.map((text) => text.length)));
const byteOrderMark = [0xef, 0xbb, 0xbf];

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
const isControl = (byte: number): boolean => (byte < 0x20 && !isSpace(byte)) || byte === 0x7f;

/**
 * Whether bytes can be a document of the format: it begins and ends like one, and holds no control characters, which every archive and executable does, also one that is hidden behind a document's beginning.
 * Stops reading at the first byte that says no.
 */
export async function looksLike(format: DocumentFormat, body: AsyncIterable<Uint8Array>): Promise<boolean> {
  const first: number[] = [];
  let last = -1;
  let position = 0;
  for await (const piece of body) {
    for (const byte of piece) {
      if (position < byteOrderMark.length && byte === byteOrderMark[position]) {
        position++;
        continue;
      }
      position = byteOrderMark.length;
      if (isControl(byte)) return false;
      if (isSpace(byte) && first.length === 0) continue;
      if (first.length < openingLength) first.push(byte);
      if (!isSpace(byte)) last = byte;
    }
    if (first.length === openingLength && !opensAs(format, first)) return false;
  }
  const closing = closings[format];
  return opensAs(format, first) && (closing === null || last === closing.charCodeAt(0));
}

const opensAs = (format: DocumentFormat, first: readonly number[]): boolean => {
  const text = String.fromCharCode(...first);
  return openings[format].some((opening) => text.startsWith(opening));
};
