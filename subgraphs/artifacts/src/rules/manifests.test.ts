import { sha256Of } from '@gati/identifiers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseManifest } from './manifests.ts';

const image = 'application/vnd.oci.image.manifest.v1+json';
const index = 'application/vnd.oci.image.index.v1+json';
const descriptor = { mediaType: 'application/octet-stream', digest: sha256Of(Buffer.from('x')), size: 1 };
const imageManifest = { schemaVersion: 2, mediaType: image, config: { ...descriptor, mediaType: 'application/vnd.example.config' }, layers: [descriptor] };
const indexManifest = { schemaVersion: 2, mediaType: index, manifests: [{ ...descriptor, mediaType: image }] };
const bytesOf = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));

describe('a manifest means one thing to every reader', () => {
  test.each([
    ['manifests and layers, as image', { ...imageManifest, manifests: indexManifest.manifests }, image],
    ['manifests and layers, as index', { ...indexManifest, layers: [descriptor] }, index],
    ['both, without a media type of its own, as image', { schemaVersion: 2, config: imageManifest.config, layers: [], manifests: [] }, image],
    ['both, without a media type of its own, as index', { schemaVersion: 2, config: imageManifest.config, layers: [], manifests: [] }, index],
    ['a key that Go reads as layers', { ...indexManifest, Layers: [descriptor] }, index],
    ['a key that Go reads as mediaType', { ...imageManifest, MediaType: index }, image],
    ['an image sent as index', imageManifest, index],
    ['an index sent as image', indexManifest, image],
    ['a media type of its own that differs from the header', { ...imageManifest, mediaType: index }, image],
    ['layers of Docker schema 1', { ...imageManifest, fsLayers: [] }, image],
  ])('refuses %s', (_, document, contentType) => {
    expect(() => parseManifest(bytesOf(document), contentType)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
  });
});

describe('takes manifests only', () => {
  test.each([
    'text/html',
    'image/svg+xml',
    'application/json',
    'application/xhtml+xml',
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'text/html; charset=utf-8',
    'application/vnd.oci.image.manifest.v1+json-evil',
  ])('refuses %s', (contentType) => {
    expect(() => parseManifest(bytesOf({ ...imageManifest, mediaType: contentType }), contentType)).toThrow(/not the media type of a manifest/);
  });

  test.each([
    ['no JSON', Buffer.from('<script>alert(1)</script>')],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(imageManifest)])],
    ['a list', bytesOf([imageManifest])],
    ['nothing', Buffer.alloc(0)],
    ['another schema', bytesOf({ ...imageManifest, schemaVersion: 1 })],
    ['no config', bytesOf({ ...imageManifest, config: undefined })],
    ['no layers', bytesOf({ ...imageManifest, layers: undefined })],
    ['layers that are no list', bytesOf({ ...imageManifest, layers: {} })],
    ['a digest that is none', bytesOf({ ...imageManifest, layers: [{ ...descriptor, digest: 'sha256:abc' }] })],
    ['a digest of another kind', bytesOf({ ...imageManifest, layers: [{ ...descriptor, digest: `md5:${'a'.repeat(32)}` }] })],
    ['a negative size', bytesOf({ ...imageManifest, layers: [{ ...descriptor, size: -1 }] })],
    ['half a byte', bytesOf({ ...imageManifest, layers: [{ ...descriptor, size: 0.5 }] })],
    ['a size as text', bytesOf({ ...imageManifest, layers: [{ ...descriptor, size: '1' }] })],
    ['an artifactType that is none', bytesOf({ ...imageManifest, artifactType: '<b>' })],
    ['annotations that are no texts', bytesOf({ ...imageManifest, annotations: { a: 1 } })],
    ['an annotation that no database holds', bytesOf({ ...imageManifest, annotations: { a: 'b\0' } })],
    ['half a character', Buffer.from(JSON.stringify({ ...imageManifest, annotations: { a: 'X' } }).replace('"X"', '"\\ud800"'))],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseManifest(bytes, image)).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
  });

  test('refuses more references than it counts', () => {
    expect(() => parseManifest(bytesOf({ ...imageManifest, layers: Array.from({ length: 5001 }, () => descriptor) }), image)).toThrow(
      expect.objectContaining({ code: 'QUOTA_EXCEEDED' }),
    );
  });

  test('never throws anything but a refusal', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(image, index, 'text/html', undefined), (json, contentType) => {
        try {
          parseManifest(Buffer.from(json), contentType);
        } catch (error) {
          expect(error).toMatchObject({ name: 'RegistryError' });
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('says what a manifest names', () => {
  test('of an image: config and layers in order, with the config as artifact type', () => {
    const subject = { ...descriptor, mediaType: image };
    const parsed = parseManifest(bytesOf({ ...imageManifest, subject, annotations: { 'org.example': 'yes' } }), `${image}; charset=utf-8`);
    expect(parsed).toMatchObject({
      kind: 'image',
      artifactType: 'application/vnd.example.config',
      annotations: { 'org.example': 'yes' },
      subject: { digest: descriptor.digest, sizeBytes: 1 },
    });
    expect(parsed.references.map(({ kind, path }) => [kind, path])).toEqual([
      ['config', '/config'],
      ['layer', '/layers/0'],
    ]);
  });

  test('of an index: its manifests, and no artifact type unless it says one', () => {
    expect(parseManifest(bytesOf(indexManifest), undefined)).toMatchObject({
      kind: 'index',
      artifactType: null,
      config: null,
      references: [{ kind: 'manifest', path: '/manifests/0' }],
    });
    expect(parseManifest(bytesOf({ ...indexManifest, artifactType: 'application/vnd.example.set' }), index).artifactType).toBe('application/vnd.example.set');
  });

  test('layers that nobody may hand on may be missing', () => {
    const foreign = { ...descriptor, mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' };
    expect(parseManifest(bytesOf({ ...imageManifest, layers: [foreign, descriptor] }), image).references.map(({ isOptional }) => isOptional)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('Docker’s two forms', () => {
    const docker = 'application/vnd.docker.distribution.manifest.v2+json';
    const list = 'application/vnd.docker.distribution.manifest.list.v2+json';
    expect(parseManifest(bytesOf({ ...imageManifest, mediaType: docker }), docker).kind).toBe('image');
    expect(parseManifest(bytesOf({ ...indexManifest, mediaType: list }), list).kind).toBe('index');
  });
});
