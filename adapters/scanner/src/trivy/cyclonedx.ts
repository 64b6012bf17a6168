import type { Component } from '../scanner.ts';

/** The part of a CycloneDX 1.5 document that names what is in something (https://cyclonedx.org/docs/1.5/json/). */
export interface CycloneDx {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.5';
  readonly version: 1;
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly type: 'library';
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly properties: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** Package URL types of OSV's ecosystems (github.com/package-url/purl-spec, "PURL-TYPES"). */
const purlTypes: Readonly<Record<string, string>> = {
  npm: 'npm',
  PyPI: 'pypi',
  Go: 'golang',
  'crates.io': 'cargo',
  Maven: 'maven',
  RubyGems: 'gem',
  NuGet: 'nuget',
  Packagist: 'composer',
};

/** The package URL of a component; null for an ecosystem that has none here. */
export function purlOf({ ecosystem, name, version }: Component): string | null {
  const type = purlTypes[ecosystem];
  if (type === undefined) return null;
  const path = (ecosystem === 'PyPI' ? name.toLowerCase().replace(/_/g, '-') : ecosystem === 'Maven' ? name.replace(':', '/') : name)
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return `pkg:${type}/${path}@${encodeURIComponent(version)}`;
}

/** A software bill of materials of some components: the same components give the same document. Each keeps the file that names it as the property `gati:path`. */
export const cycloneDxOf = (components: readonly Component[]): CycloneDx => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  components: components.flatMap((component) => {
    const purl = purlOf(component);
    return purl === null
      ? []
      : [
          {
            'bom-ref': purl,
            type: 'library' as const,
            name: component.name,
            version: component.version,
            purl,
            properties: [{ name: 'gati:path', value: component.path }],
          },
        ];
  }),
});
