import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { artifactTypes, canonicalJson, jsonSchemaOf, parseAppManifest, parseGatiManifest, type GatiManifest } from './index.ts';

const text = { kind: 'primitive', primitiveType: 'string' };
const auth = {
  name: '@acme/auth',
  version: '1.2.0',
  type: 'module',
  description: 'Signs people in.',
  license: 'MIT',
  keywords: ['auth'],
  repository: 'https://git.example/acme/auth',
  capabilities: ['net:api.example.com', 'db'],
  dependencies: { '@acme/db': '^2.0.0' },
  gati: '>=2.0.0',
  gtypes: {
    handlers: { login: { input: text, output: { $ref: '#/definitions/Session' } } },
    definitions: { Session: { kind: 'array', items: { $ref: '#/definitions/Session' } } },
  },
  module: { runtime: 'node', entry: 'dist/index.js' },
  files: ['dist', 'README.md'],
};
const digest = `sha256:${'a'.repeat(64)}`;

/** The smallest manifest of each type, and of each runtime of a module. */
const smallest: readonly object[] = [
  ...[
    { runtime: 'node', entry: 'index.js' },
    { runtime: 'oci' },
    { runtime: 'wasm', entry: 'a.wasm' },
    { runtime: 'binary', targets: [{ platform: 'linux/amd64', path: 'bin/a' }] },
  ].map((module) => ({ type: 'module', module })),
  { type: 'module', module: { runtime: 'external', endpoint: 'https://api.example/v1' }, gtypes: { handlers: { call: { output: text } } } },
  { type: 'plugin', plugin: { entry: 'index.js' } },
  { type: 'model', model: { format: 'onnx', files: ['model.onnx'] } },
  { type: 'agent', agent: { recipe: 'agent.yaml' } },
  { type: 'template', template: {} },
  { type: 'snapshot', snapshot: { artifacts: [{ name: '@acme/auth', version: '1.0.0', digest }] } },
].map((settings) => ({ name: '@acme/thing', version: '1.0.0', ...settings }));

const faultsOf = (value: unknown) => {
  const parsed = parseGatiManifest(value);
  return parsed.ok ? [] : parsed.fields;
};

describe('a manifest', () => {
  test('of the contract is taken as it is', () => {
    expect(parseGatiManifest(auth)).toEqual({ ok: true, manifest: auth });
  });

  test.each(smallest)('of each type needs no more than its name, version, type and settings: %j', (manifest) => {
    expect(parseGatiManifest(manifest)).toEqual({ ok: true, manifest });
  });

  test.each<[string, object, string, RegExp, RegExp]>([
    ['an unknown field', { keyword: ['auth'] }, '/keyword', /not a known field/, /Did you mean keywords\?/],
    ['another type’s settings', { plugin: {} }, '/plugin', /not a known field/, /Remove it/],
    ['an unknown setting', { module: { runtime: 'node', entry: 'a.js', entri: 'a' } }, '/module/entri', /not a known field/, /entry/],
    ['no type', { type: undefined }, '/type', /is missing/, /"type"/],
    ['a mistyped type', { type: 'modul' }, '/type', /«modul»/, /Did you mean module\?/],
    ['no name', { name: undefined }, '/name', /is missing/, /Add it/],
    ['a name without a namespace', { name: 'auth' }, '/name', /«auth» is not like @handle\/name/, /@acme\/auth/],
    ['a name that is no text', { name: 5 }, '/name', /5 is not a text/, /Write a text/],
    ['a version that is no semver', { version: '1.2' }, '/version', /«1.2» is not a semantic version/, /1\.2\.0/],
    ['a version with build metadata', { version: '1.2.0+1' }, '/version', /build metadata/, /1\.2\.0/],
    ['a description too long', { description: 'a'.repeat(301) }, '/description', /more than 300 characters/, /at most 300/],
    ['a description of two lines', { description: 'a\nb' }, '/description', /not one line/, /line breaks/],
    ['21 keywords', { keywords: Array.from({ length: 21 }, (_, index) => `k${index}`) }, '/keywords', /a list of 21 is more than 20/, /at most 20/],
    ['a keyword twice', { keywords: ['a', 'a'] }, '/keywords', /twice/, /once/],
    ['a license that is none', { license: 'MIT OR' }, '/license', /not an SPDX/, /MIT/],
    ['a repository that would run', { repository: 'javascript:alert(1)' }, '/repository', /not a web address/, /https/],
    ['a capability with a space', { capabilities: ['net api'] }, '/capabilities/0', /not a capability/, /db/],
    ['a dependency without a namespace', { dependencies: { db: '^1' } }, '/dependencies/db', /not like @handle/, /@acme/],
    ['a range that is none', { dependencies: { '@acme/db': 'latest!' } }, '/dependencies/@acme~1db', /not a semver range/, /\^1\.2\.0/],
    ['itself as a dependency', { dependencies: { '@acme/auth': '^1' } }, '/dependencies/@acme~1auth', /itself/, /Remove/],
    ['a file outside', { files: ['../secret'] }, '/files/0', /inside the folder/, /\.\./],
    ['an absolute entry', { module: { runtime: 'node', entry: '/etc/passwd' } }, '/module/entry', /inside the folder/, /relative/],
    ['an entry of another system', { module: { runtime: 'node', entry: 'a\\b.js' } }, '/module/entry', /inside the folder/, /forward slashes/],
    ['a mistyped runtime', { module: { runtime: 'nod' } }, '/module/runtime', /«nod» is not one of/, /Did you mean node\?/],
    ['no settings', { module: undefined }, '/module', /is missing/, /Add it/],
    [
      'an external module without its contract',
      { module: { runtime: 'external', endpoint: 'https://a.example' }, gtypes: undefined },
      '/gtypes',
      /contract/,
      /handlers/,
    ],
    [
      'a kind of type that is none',
      { gtypes: { handlers: { a: { input: { kind: 'object', properties: { b: { kind: 'primitve' } } } } } } },
      '/gtypes/handlers/a/input/properties/b/kind',
      /«primitve»/,
      /primitive/,
    ],
    [
      'a reference to nowhere',
      { gtypes: { handlers: { a: { input: { $ref: '#/definitions/Y' } } } } },
      '/gtypes/handlers/a/input/$ref',
      /leads nowhere/,
      /definitions/,
    ],
    [
      'a required property that is none',
      { gtypes: { definitions: { A: { kind: 'object', properties: {}, required: ['x'] } } } },
      '/gtypes/definitions/A/required',
      /«x»/,
      /Add/,
    ],
    ['a NUL', { description: 'a\0b' }, '/description', /NUL/, /Remove/],
    ['half a character', { keywords: ['\ud800'] }, '/keywords/0', /half/, /again/],
    ['a value that is not JSON', { keywords: [undefined] }, '/keywords/0', /JSON/, /Use/],
  ])('with %s is refused with place, rule and fix', (_, change, path, message, fix) => {
    const faults = faultsOf({ ...auth, ...change });
    expect(faults).toContainEqual({ path, message: expect.stringMatching(message), fix: expect.stringMatching(fix) });
  });

  test.each([
    [
      'a circle of skills',
      'agent',
      {
        recipe: 'a.yaml',
        skills: [
          { id: 'a', needs: ['b'] },
          { id: 'b', needs: ['a'] },
        ],
      },
      '/agent/skills',
      /a → b → a/,
    ],
    ['a skill that needs nothing there is', 'agent', { recipe: 'a.yaml', skills: [{ id: 'a', needs: ['z'] }] }, '/agent/skills/0/needs/0', /«z»/],
    [
      'two variables of one name',
      'template',
      {
        variables: [
          { name: 'a', type: 'string' },
          { name: 'a', type: 'number' },
        ],
      },
      '/template/variables/1/name',
      /two variables/,
    ],
    ['an enum without options', 'template', { variables: [{ name: 'a', type: 'enum' }] }, '/template/variables/0/options', /enum/],
    ['a default of another type', 'template', { variables: [{ name: 'a', type: 'number', default: 'x' }] }, '/template/variables/0/default', /type number/],
    ['a condition on no variable', 'template', { conditional: [{ files: 'src', when: 'b' }] }, '/template/conditional/0/when', /no variable/],
    ['a format nobody knows', 'model', { format: 'pickle', files: ['a'] }, '/model/format', /«pickle»/],
    [
      'a digest that is none',
      'snapshot',
      { artifacts: [{ name: '@a/b', version: '1.0.0', digest: 'sha256:1' }] },
      '/snapshot/artifacts/0/digest',
      /not a digest/,
    ],
  ])('with %s is refused', (_, type, settings, path, message) => {
    expect(faultsOf({ name: '@acme/thing', version: '1.0.0', type, [type]: settings })).toContainEqual(
      expect.objectContaining({ path, message: expect.stringMatching(message) }),
    );
  });

  test('names every fault at once', () => {
    expect(faultsOf({ ...auth, version: '1', license: '?', files: ['/'] }).map(({ path }) => path)).toEqual(['/version', '/license', '/files/0']);
  });

  test('with a type nested 64 levels is taken, one level deeper it is refused', () => {
    const nested = (levels: number) => {
      let type: object = text;
      for (let level = 1; level < levels; level++) type = { kind: 'array', items: type };
      return { ...auth, gtypes: { handlers: { a: { input: type } } } };
    };
    expect(faultsOf(nested(64))).toEqual([]);
    expect(faultsOf(nested(65))).toEqual([expect.objectContaining({ message: expect.stringMatching(/deeper than 64/) })]);
  });

  test('that is too large or nested without end is refused before anything else', () => {
    let deep: unknown = [];
    for (let level = 0; level < 500_000; level++) deep = [deep];
    expect(faultsOf({ ...auth, keywords: deep })[0]?.message).toMatch(/nested deeper/);
    expect(faultsOf({ ...auth, description: 'a'.repeat(1024 * 1024) })[0]?.message).toMatch(/larger than 1048576 bytes/);
    expect(faultsOf(JSON.parse('{"__proto__":{"type":"module"}}'))[0]?.message).toMatch(/no manifest may use/);
  });

  test('can be any JSON at all without an exception, and what is taken is taken again', () => {
    const values = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom(...artifactTypes),
        name: fc.jsonValue(),
        module: fc.jsonValue(),
        gtypes: fc.jsonValue(),
        dependencies: fc.jsonValue(),
      }),
    );
    fc.assert(
      fc.property(values, (value) => {
        const parsed = parseGatiManifest(value);
        if (parsed.ok) expect(parseGatiManifest(parsed.manifest)).toEqual(parsed);
        else expect(parsed.fields.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

test('a manifest has one canonical spelling, whatever the order of its keys', () => {
  const shuffled = Object.fromEntries(Object.entries(auth).toReversed());
  const [one, two] = [auth, shuffled].map((value) => canonicalJson((parseGatiManifest(value) as { manifest: GatiManifest }).manifest));
  expect(one).toBe(two);
  expect(JSON.parse(one!)).toEqual(auth);
});

describe('an application’s gati.json', () => {
  test('may hold dependencies alone', () => {
    expect(parseAppManifest({ dependencies: { '@acme/auth': '^1.2.0' } })).toEqual({ ok: true, manifest: { dependencies: { '@acme/auth': '^1.2.0' } } });
    expect(parseAppManifest({})).toEqual({ ok: true, manifest: { dependencies: {} } });
  });

  test('may be that of an artifact', () => {
    expect(parseAppManifest(auth)).toEqual({ ok: true, manifest: { name: '@acme/auth', dependencies: { '@acme/db': '^2.0.0' } } });
  });

  test('with a mistyped field is refused', () => {
    expect(parseAppManifest({ dependencis: {} })).toEqual({
      ok: false,
      fields: [expect.objectContaining({ path: '/dependencis', fix: 'Did you mean dependencies?' })],
    });
  });
});

test.each(artifactTypes)('the schema of a %s is published with its id', (type) => {
  const schema = jsonSchemaOf(type) as { $id: string; properties: object; required: string[]; additionalProperties: boolean };
  expect(schema.$id).toBe(`https://gati.dev/schemas/manifest/v1/${type}.json`);
  expect(schema.required).toEqual(expect.arrayContaining(['name', 'version', 'type', type]));
  expect(schema.additionalProperties).toBe(false);
});
