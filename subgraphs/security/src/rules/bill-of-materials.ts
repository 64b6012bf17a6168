import { canonicalJson } from '@gati/gtype';
import type { Component } from '@gati/scanner';
import { createHash } from 'node:crypto';
import { storable } from './storable.ts';

/** A CycloneDX 1.6 document. @see https://cyclonedx.org/docs/1.6/json/ */
export interface BillOfMaterials {
  readonly document: object;
  /** SHA-256 of the document in canonical JSON, which it can be written in again after a table has changed the order of its keys. */
  readonly documentDigest: string;
  readonly componentCount: number;
}

/** Types of package URLs by OSV ecosystem. @see https://github.com/package-url/purl-spec, PURL-TYPES.rst */
const purlTypes: Readonly<Record<string, string>> = {
  npm: 'npm',
  PyPI: 'pypi',
  Go: 'golang',
  'crates.io': 'cargo',
  Maven: 'maven',
  NuGet: 'nuget',
  RubyGems: 'gem',
  Packagist: 'composer',
  Hex: 'hex',
  Pub: 'pub',
  Debian: 'deb',
  Alpine: 'apk',
};
/** Files named for one component; more say nothing new. */
const occurrencesMax = 20;

/** Lists the components of a digest. The same components give the same document, in whatever order they were found. */
export function billOfMaterials(digest: string, components: readonly Component[]): BillOfMaterials {
  const found = new Map<string, { readonly component: Component; readonly paths: Set<string> }>();
  // Two spellings of one package are one component: which of them is shown must not depend on the order either.
  for (const component of components.toSorted(byText)) {
    const key = purlOf(component);
    const known = found.get(key) ?? { component, paths: new Set<string>() };
    known.paths.add(component.path);
    found.set(key, known);
  }
  const listed = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([purl, { component, paths }]) => entryOf(purl, component, [...paths].sort()));
  const [algorithm = '', content = ''] = digest.split(':');
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`${digest} ${listed.map((entry) => entry.purl).join(' ')}`)}`,
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': digest, name: digest, hashes: [{ alg: algorithm === 'sha512' ? 'SHA-512' : 'SHA-256', content }] },
    },
    components: listed,
  };
  return { document, documentDigest: `sha256:${createHash('sha256').update(canonicalJson(document)).digest('hex')}`, componentCount: listed.length };
}

const byText = (a: Component, b: Component): number => {
  const textOf = ({ name, version, path }: Component) => JSON.stringify([name, version, path]);
  return textOf(a) < textOf(b) ? -1 : 1;
};

function entryOf(purl: string, { name, version }: Component, paths: readonly string[]) {
  return {
    type: 'library',
    'bom-ref': purl,
    name: storable(name, 300),
    version: storable(version, 200),
    purl,
    evidence: { occurrences: paths.slice(0, occurrencesMax).map((path) => ({ location: storable(path, 1000) })) },
  };
}

/** For example pkg:npm/%40acme/auth@1.2.0. */
function purlOf({ ecosystem, name, version }: Component): string {
  const type = purlTypes[ecosystem.split(':')[0] ?? ''] ?? 'generic';
  const parts = storable(type === 'pypi' ? name.toLowerCase().replaceAll('_', '-') : name, 300).split(type === 'maven' ? ':' : '/');
  return `pkg:${type}/${parts.map(encodeURIComponent).join('/')}@${encodeURIComponent(storable(version, 200))}`;
}

/** A version 8 UUID (RFC 9562) of a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${((parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
