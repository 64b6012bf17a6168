/** A version of the demo world: its manifest and its files, the same on every machine. */
export interface DemoRelease {
  /** gati.json, complete. */
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
  /** By path; gati.json is added by whoever packs. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Signed with the publisher's older key, which is revoked when everything is published: so the world has a quarantined version. */
  readonly hasOldKey?: boolean;
}

/** Text without the indentation that it has in the source. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length));
  return `${lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd()}\n`;
}

export const string = { kind: 'primitive', primitiveType: 'string' } as const;
export const number = { kind: 'primitive', primitiveType: 'number' } as const;
export const boolean = { kind: 'primitive', primitiveType: 'boolean' } as const;
export const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({ kind: 'object', properties, required });
export const array = (items: object) => ({ kind: 'array', items });
export const oneOf = (...values: readonly string[]) => ({ kind: 'enum', values });

/** A package-lock.json of these exact npm packages. */
export const npmLock = (name: string, version: string, packages: Readonly<Record<string, string>>): string =>
  `${JSON.stringify(
    {
      name: name.replace(/^@/, '').replace('/', '-'),
      version,
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: name.replace(/^@/, '').replace('/', '-'), version, dependencies: packages },
        ...Object.fromEntries(Object.entries(packages).map(([dependency, exact]) => [`node_modules/${dependency}`, { version: exact }])),
      },
    },
    null,
    2,
  )}\n`;
