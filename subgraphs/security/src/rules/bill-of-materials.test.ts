import { canonicalJson } from '@gati/gtype';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billOfMaterials } from './bill-of-materials.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const component = (ecosystem: string, name: string, version = '1.0.0', path = 'package-lock.json') => ({ ecosystem, name, version, path });
interface Document {
  components: { purl: string; evidence: { occurrences: { location: string }[] } }[];
}
const purlOf = (ecosystem: string, name: string, version?: string) =>
  (billOfMaterials(digest, [component(ecosystem, name, version)]).document as Document).components[0]?.purl;

test.each([
  ['npm', 'lodash', '4.17.15', 'pkg:npm/lodash@4.17.15'],
  ['npm', '@acme/auth', '1.0.0-rc.1', 'pkg:npm/%40acme/auth@1.0.0-rc.1'],
  ['PyPI', 'Zope_Interface', '5.0', 'pkg:pypi/zope-interface@5.0'],
  ['Maven', 'org.apache:log4j', '2.0', 'pkg:maven/org.apache/log4j@2.0'],
  ['Go', 'github.com/a/b', 'v1.0.0+incompatible', 'pkg:golang/github.com/a/b@v1.0.0%2Bincompatible'],
  ['crates.io', 'serde', '1.0.0', 'pkg:cargo/serde@1.0.0'],
  ['Debian:12', 'openssl', '3.0', 'pkg:deb/openssl@3.0'],
  ['something', 'else', '1', 'pkg:generic/else@1'],
])('%s %s %s is %s', (ecosystem, name, version, purl) => {
  expect(purlOf(ecosystem, name, version)).toBe(purl);
});

test('a document names its format and what it is about', () => {
  expect(billOfMaterials(digest, []).document).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    metadata: { component: { hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] } },
    components: [],
  });
});

test('the digest is that of the document, also after its keys were reordered', () => {
  const { document, documentDigest } = billOfMaterials(digest, [component('npm', 'a')]);
  const reordered = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(document)) as object).toReversed());
  expect(`sha256:${createHash('sha256').update(canonicalJson(reordered)).digest('hex')}`).toBe(documentDigest);
});

test('a component that several files name is listed once, with all of them', () => {
  const { document, componentCount } = billOfMaterials(digest, [
    component('npm', 'a', '1', 'z.json'),
    component('npm', 'a', '1', 'b.json'),
    component('npm', 'a', '2'),
  ]);
  expect(componentCount).toBe(2);
  expect((document as Document).components[0]?.evidence.occurrences).toEqual([{ location: 'b.json' }, { location: 'z.json' }]);
});

test('the same components in any order give the same document', () => {
  const components = fc.array(fc.record({ ecosystem: fc.constantFrom('npm', 'PyPI'), name: fc.string(), version: fc.string(), path: fc.string() }), {
    maxLength: 10,
  });
  fc.assert(
    fc.property(
      components.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(billOfMaterials(digest, shuffled)).toEqual(billOfMaterials(digest, all));
      },
    ),
    { numRuns: 150 },
  );
});
