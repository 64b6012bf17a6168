import { RegistryError } from '@gati/errors';
import { sha256Of, type Digest } from '@gati/identifiers';
import { expect, test } from 'vitest';
import { bundleReferrer, readSignatureMaterials } from './carriers.ts';
import { generateKeyPair } from './key-pair.ts';
import { materialFromJson, materialToJson } from './material-json.ts';
import { signManifest } from './sign-manifest.ts';
import type { ReadBlob } from './signatures.ts';
import { verifySignature } from './verify-signature.ts';

const manifest = Buffer.from('{"schemaVersion":2}');
const digest = sha256Of(manifest);
const pair = generateKeyPair();
const bundle = signManifest({ digest, privateKey: pair.privateKey });
const referrer = bundleReferrer({ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: manifest.length }, bundle);
const blobs = (...contents: readonly Uint8Array[]): ReadBlob => {
  const byDigest = new Map<Digest, Uint8Array>(contents.map((bytes) => [sha256Of(bytes), bytes]));
  return async (wanted, maxSizeBytes) => {
    const bytes = byDigest.get(wanted) ?? null;
    if (bytes && bytes.length > maxSizeBytes) throw new RegistryError('QUOTA_EXCEEDED', { what: 'blob', limit: maxSizeBytes, found: bytes.length });
    return bytes;
  };
};
const carrying = (...layers: readonly object[]) => Buffer.from(JSON.stringify({ schemaVersion: 2, layers }));
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const simpleType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const statusOf = (material: Parameters<typeof verifySignature>[2] | undefined) =>
  material && verifySignature(digest, manifest, material, { keys: [{ ...pair, validFrom: new Date(0), revokedAt: null }], seenAt: new Date() }).status;

test('what is pushed as a referrer is read back and verifies', async () => {
  const materials = await readSignatureMaterials(referrer.manifest.bytes, blobs(referrer.layer.bytes, referrer.config.bytes));
  expect(materials.map(statusOf)).toEqual(['VALID']);
  expect(JSON.parse(Buffer.from(referrer.manifest.bytes).toString())).toMatchObject({ artifactType: bundleType, subject: { digest, size: manifest.length } });
});

test('the same bundle makes the same referrer', () => {
  expect(bundleReferrer({ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: manifest.length }, bundle)).toEqual(referrer);
});

test('each layer of a .sig image is a signature, in its order', async () => {
  const payloads = ['one', 'two'].map((text) => Buffer.from(text));
  const layers = payloads.map((bytes, index) => ({
    mediaType: simpleType,
    digest: sha256Of(bytes),
    size: bytes.length,
    annotations: { 'dev.cosignproject.cosign/signature': `AAA${index}` },
  }));
  expect(await readSignatureMaterials(carrying(...layers), blobs(...payloads))).toEqual([
    { format: 'simple-signing', payload: 'one', signature: 'AAA0' },
    { format: 'simple-signing', payload: 'two', signature: 'AAA1' },
  ]);
});

test('a manifest that carries no signature gives none', async () => {
  for (const other of [
    carrying(),
    carrying({ mediaType: 'application/spdx+json', digest, size: 3 }),
    Buffer.from('[]'),
    Buffer.from('null'),
    Buffer.from('no JSON'),
    Buffer.from([0xff, 0xfe]),
  ]) {
    expect(await readSignatureMaterials(other, blobs())).toEqual([]);
  }
});

const layer = (bytes: Uint8Array, mediaType = bundleType) => ({ mediaType, digest: sha256Of(bytes), size: bytes.length });
test.each([
  ['is gone', carrying(layer(Buffer.from('{}'))), blobs()],
  ['states a wrong digest', carrying({ ...layer(Buffer.from('{}')), digest: '../../etc/passwd' }), blobs()],
  ['is larger than any signature', carrying({ ...layer(Buffer.from('{}')), size: 1e9 }), blobs(Buffer.from('{}'))],
  ['is larger than it states', carrying({ ...layer(Buffer.alloc(9_000_000)), size: 10 }), blobs(Buffer.alloc(9_000_000))],
  ['is no JSON', carrying(layer(Buffer.from('hello'))), blobs(Buffer.from('hello'))],
  ['is no text', carrying(layer(Buffer.from([0xff, 0xfe]), simpleType)), blobs(Buffer.from([0xff, 0xfe]))],
  ['has no signature', carrying(layer(Buffer.from('{}'), simpleType)), blobs(Buffer.from('{}'))],
])('a signature layer that %s is an invalid signature, not an absent one', async (_, carrier, readBlob) => {
  const materials = await readSignatureMaterials(carrier, readBlob);
  expect(materials.map(statusOf)).toEqual(['INVALID']);
});

test('a store that fails is not a missing signature', async () => {
  const failing: ReadBlob = async () => {
    throw new Error('disk');
  };
  await expect(readSignatureMaterials(referrer.manifest.bytes, failing)).rejects.toThrow('disk');
});

test('a material survives the way to a client', () => {
  for (const material of [{ format: 'bundle', bundle } as const, { format: 'simple-signing', payload: '{}', signature: 'AAAA' } as const]) {
    expect(materialFromJson(JSON.parse(JSON.stringify(materialToJson(material))))).toEqual(JSON.parse(JSON.stringify(material)));
  }
  for (const strange of [null, 7, [], 'x', { mediaType: simpleType }]) expect(statusOf(materialFromJson(strange))).toBe('INVALID');
});
