import { sha256Of, type ArtifactName } from '@gati/identifiers';
import type { GatiManifest } from '@gati/manifest';
import { describe, expect, test } from 'vitest';
import { assertGatiPush, assertSameInside, madeMetadata, readGatiConfig } from './gati-manifests.ts';
import type { ParsedManifest } from './manifests.ts';
import { tagOf } from './tags.ts';

const name = '@acme/auth' as ArtifactName;
const gati = {
  name,
  version: '1.2.0',
  type: 'module',
  dependencies: { '@acme/db': '^2.0.0' },
  module: { runtime: 'node', entry: 'index.js' },
} as unknown as GatiManifest;
const digest = sha256Of(Buffer.from('x'));
const layer = { kind: 'layer' as const, digest, mediaType: 'application/vnd.gati.layer.v1.tar+gzip', sizeBytes: 1, path: '/layers/0', isOptional: false };
const manifest: ParsedManifest = {
  kind: 'image',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  artifactType: 'application/vnd.gati.module.v1',
  config: { mediaType: 'application/vnd.gati.manifest.v1+json', digest, sizeBytes: 1 },
  references: [layer],
  subject: null,
  annotations: {},
};
const tags = (...texts: readonly string[]) => texts.flatMap((text) => tagOf(text) ?? []);

describe('a Gati manifest is pushed by digest, by its own version, or by a label', () => {
  test.each([[[]], [['1.2.0']], [['next']], [['1.2.0', 'next', 'latest']]])('as %j', (texts) =>
    expect(() => assertGatiPush(gati, manifest, name, tags(...texts))).not.toThrow(),
  );
  test.each(['1.2.1', '1.2', 'v1.2.0', '1.x', `sha256-${digest.slice(7)}.sig`])('not as %s', (text) =>
    expect(() => assertGatiPush(gati, manifest, name, tags(text))).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' })),
  );
});

describe('place and manifest agree', () => {
  test('on the name', () => expect(() => assertGatiPush(gati, manifest, '@acme/other' as ArtifactName, [])).toThrow(/\/name/));
  test('on the type', () => expect(() => assertGatiPush(gati, { ...manifest, artifactType: 'application/vnd.gati.plugin.v1' }, name, [])).toThrow(/\/type/));
  test('on the layers', () => {
    const references = [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }];
    expect(() => assertGatiPush(gati, { ...manifest, references }, name, [])).toThrow(/\/layers\/0/);
    expect(() =>
      assertGatiPush({ ...gati, type: 'model' } as never, { ...manifest, artifactType: 'application/vnd.gati.model.v1', references }, name, []),
    ).not.toThrow();
  });
});

describe('the layer says what the config says', () => {
  const inside = { name: '@acme/auth', version: '1.2.0', type: 'module', dependencies: { '@acme/db': '^2.0.0' } };

  test('when it does', () => expect(() => assertSameInside(gati, { ...inside, description: 'may differ' })).not.toThrow());
  test('no dependencies are none', () =>
    expect(() => assertSameInside({ ...gati, dependencies: undefined } as never, { ...inside, dependencies: {} })).not.toThrow());
  test.each([
    ['name', { name: '@acme/other' }],
    ['version', { version: '1.2.1' }],
    ['type', { type: 'plugin' }],
    ['dependencies', { dependencies: {} }],
    ['dependencies', { dependencies: { '@acme/db': '^2.0.0', '@evil/x': '*' } }],
    ['dependencies', { dependencies: { '@acme/db': '^3.0.0' } }],
    ['dependencies', { dependencies: ['@acme/db'] }],
    ['dependencies', { dependencies: 'none' }],
  ])('not when another %s stands there', (field, more) => expect(() => assertSameInside(gati, { ...inside, ...more })).toThrow(new RegExp(`/${field}`)));
  test.each([[null], [[]], ['text'], [42]])('not when it is %j', (value) => expect(() => assertSameInside(gati, value)).toThrow(/\/name/));
});

test('a config that is no Gati manifest is refused with each fault', () => {
  expect(() => readGatiConfig(Buffer.from('{'))).toThrow(/not JSON/);
  expect(() => readGatiConfig(Buffer.from('{"name":"@acme/auth","version":"one","type":"module"}'))).toThrow(/\/version/);
});

test('what docker pushes is a module that runs as a container, described by its annotations', () => {
  const annotations = {
    'org.opencontainers.image.description': ' A web\n server ',
    'org.opencontainers.image.licenses': 'MIT',
    'org.opencontainers.image.source': 'https://example.com/web',
  };
  const made = madeMetadata(name, '1.0.0', digest, { ...manifest, annotations });
  expect(made).toMatchObject({
    type: 'module',
    description: 'A web server',
    license: 'MIT',
    gatiManifest: { name, version: '1.0.0', repository: 'https://example.com/web', module: { runtime: 'oci' } },
  });
  expect(readGatiConfig(Buffer.from(JSON.stringify(made.gatiManifest)))).toMatchObject({ name });
  expect(
    madeMetadata(name, '1.0.0', digest, { ...manifest, annotations: { 'org.opencontainers.image.source': 'javascript:alert(1)' } }).gatiManifest,
  ).not.toHaveProperty('repository');
});
