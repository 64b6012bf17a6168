import { describe, expect, test } from 'vitest';
import { ada, eve, idOf, inWorld, nobody, principal, rea, wim, withoutNames } from './world.ts';

const world = inWorld();

/** The contract's own query, without what other subgraphs add. */
const page = `query Artifact($name: String!, $ref: String = "latest") {
  artifact(name: $name) {
    id name type description license keywords visibility stars viewerHasStarred downloads { total lastWeek } createdAt updatedAt
    namespace { id handle }
    tags { name version { version status } }
    latest { version }
    versions(first: 20) { totalCount nodes { version status publishedAt } pageInfo { hasNextPage endCursor } }
    version(ref: $ref) {
      id version digest artifactType sizeBytes status publishedAt statusReason
      layers { digest mediaType sizeBytes }
      manifest
      dependencies { name range }
      readme { html markdown }
      artifact { name }
      deprecation { message }
    }
  }
}`;
const read = async (name: string, ref?: string, asker = nobody) => {
  const { data, errors } = await world.ask(page, { name, ...(ref === undefined ? {} : { ref }) }, asker);
  expect(errors).toBeUndefined();
  return data!['artifact'] as any;
};

describe('the page of an artifact', () => {
  test('shows everything of it, and asks the database six times', async () => {
    for (let minor = 0; minor < 20; minor++) await world.publish({ name: '@acme/page', version: `1.${minor}.0` });
    await world.publish({
      name: '@acme/page',
      version: '2.0.0',
      description: 'Signs people in',
      keywords: ['auth'],
      readme: '# Hello\n\n<script>x</script>',
      dependencies: { '@acme/zeta': '^1', '@acme/db': '^2' },
      labels: ['stable', 'latest'],
    });
    await world.publish({ name: '@acme/page', version: '1.5.1', labels: ['old'] });

    // The README is rendered and kept by the first who asks.
    await read('@acme/page');
    let artifact: any;
    world.others.calls.length = 0;
    const statements = await world.countStatements(async () => (artifact = await read('@acme/page')));

    expect(statements).toBeLessThanOrEqual(6);
    expect(world.others.calls).toEqual(['factsFor']);
    expect(artifact).toMatchObject({
      name: '@acme/page',
      type: 'MODULE',
      description: 'Signs people in',
      license: 'MIT',
      keywords: ['auth'],
      visibility: 'PUBLIC',
      stars: 0,
      viewerHasStarred: false,
      downloads: { total: 0, lastWeek: 0 },
      namespace: { handle: 'acme' },
      tags: [
        { name: 'latest', version: { version: '2.0.0', status: 'PUBLISHED' } },
        { name: 'old', version: { version: '1.5.1' } },
        { name: 'stable', version: { version: '2.0.0' } },
      ],
      latest: { version: '2.0.0' },
      versions: { totalCount: 22, pageInfo: { hasNextPage: true } },
      version: {
        version: '2.0.0',
        status: 'PUBLISHED',
        artifactType: 'application/vnd.gati.module.v1',
        dependencies: [
          { name: '@acme/db', range: '^2' },
          { name: '@acme/zeta', range: '^1' },
        ],
        readme: { html: '<h2>Hello</h2>\n', markdown: '# Hello\n\n<script>x</script>' },
        artifact: { name: '@acme/page' },
        deprecation: null,
        manifest: { name: '@acme/page', version: '2.0.0' },
      },
    });
    expect(artifact.versions.nodes.slice(0, 2).map((node: any) => node.version)).toEqual(['1.5.1', '2.0.0']);
    expect(artifact.version.layers).toEqual([
      { digest: expect.stringMatching(/^sha256:/), mediaType: 'application/vnd.gati.layer.v1.tar+gzip', sizeBytes: expect.any(String) },
    ]);
  });

  test('is null for a name that cannot be one, and for a reference that cannot be one', async () => {
    await world.publish({ name: '@acme/odd' });
    expect(await read('nonsense')).toBeNull();
    expect((await read('@acme/odd', '!!')).version).toBeNull();
    expect((await read('@acme/odd', '9.9.9')).version).toBeNull();
  });

  test('pages through its versions, each once, while more are published', async () => {
    const name = '@acme/pages';
    for (let minor = 0; minor < 7; minor++) await world.publish({ name, version: `1.${minor}.0` });
    const query = `query ($name: String!, $after: String) { artifact(name: $name) { versions(first: 3, after: $after) { totalCount nodes { version } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data } = await world.ask(query, { name, after });
      const { versions } = data!['artifact'] as any;
      seen.push(...versions.nodes.map((node: any) => node.version));
      after = versions.pageInfo.endCursor;
      more = versions.pageInfo.hasNextPage;
      if (seen.length === 3) await world.publish({ name, version: '2.0.0' });
    }
    expect(seen).toEqual(['1.6.0', '1.5.0', '1.4.0', '1.3.0', '1.2.0', '1.1.0', '1.0.0']);
  });

  test.each([0, 101, -1])('refuses pages of %d', async (first) => {
    const { name } = await world.publish();
    const { errors } = await world.ask(`{ artifact(name: "${name}") { versions(first: ${first}) { totalCount } } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', details: { fields: [{ path: 'first' }] } } }]);
  });

  test('versions of many artifacts are read together', async () => {
    const names = ['@acme/m1', '@acme/m2', '@acme/m3', '@acme/m4'];
    for (const name of names) await world.publish({ name });
    const query = `{ ${names.map((name, number) => `a${number}: artifact(name: "${name}") { namespace { handle } versions(first: 2) { totalCount nodes { version } } tags { name } }`).join(' ')} }`;
    world.others.calls.length = 0;
    expect(await world.countStatements(() => world.ask(query))).toBe(3);
    expect(world.others.calls).toEqual(['factsFor']);
  });
});

describe('who sees what', () => {
  test('what was only pushed is there for those who write, and for nobody else', async () => {
    await world.publish({ name: '@acme/staged', version: '1.0.0', status: 'staged', statusReason: 'no signature' });
    for (const asker of [nobody, eve, rea]) expect(await read('@acme/staged', '1.0.0', asker)).toBeNull();
    expect(await read('@acme/staged', '1.0.0', wim)).toMatchObject({
      latest: null,
      versions: { totalCount: 1 },
      version: { status: 'STAGED', statusReason: 'no signature', publishedAt: null },
    });
  });

  test('staged and rejected versions of a published artifact are there for those who write, also in counts', async () => {
    const name = '@acme/mixed';
    await world.publish({ name, version: '1.0.0' });
    await world.publish({ name, version: '1.1.0', status: 'staged', pendingLabels: ['next'] });
    await world.publish({ name, version: '1.2.0', status: 'rejected', statusReason: 'steals tokens' });
    await world.publish({ name, version: '1.3.0', status: 'quarantined', statusReason: 'key revoked' });
    await world.publish({ name, version: '1.4.0', status: 'yanked' });

    for (const asker of [nobody, eve, rea]) {
      const seen = await read(name, '1.1.0', asker);
      expect(seen.version).toBeNull();
      expect(seen.versions.totalCount).toBe(3);
      expect(seen.versions.nodes.map((node: any) => node.version)).toEqual(['1.4.0', '1.3.0', '1.0.0']);
      expect(seen.tags).toEqual([]);
      expect((await read(name, '1.2.0', asker)).version).toBeNull();
      expect((await read(name, '1.3.0', asker)).version).toMatchObject({ status: 'QUARANTINED', statusReason: 'key revoked' });
      expect((await read(name, '1.4.0', asker)).version).toMatchObject({ status: 'YANKED' });
      expect((await read(name, 'next', asker)).version).toBeNull();
      expect((await read(name, 'latest', asker)).version).toMatchObject({ version: '1.0.0' });
      expect((await read(name, '^1', asker)).version).toMatchObject({ version: '1.0.0' });
    }
    const seen = await read(name, 'next', wim);
    expect(seen.versions.totalCount).toBe(5);
    expect(seen.version).toMatchObject({ version: '1.1.0', status: 'STAGED' });
    expect(seen.tags).toEqual([{ name: 'next', version: { version: '1.1.0', status: 'STAGED' } }]);
  });

  test('a pending label is on the new version for writers, and on the old one for everybody else', async () => {
    const name = '@acme/pending';
    await world.publish({ name, version: '1.0.0', labels: ['stable', 'latest'] });
    await world.publish({ name, version: '2.0.0', status: 'staged', pendingLabels: ['stable', 'latest'] });
    expect((await read(name, 'stable', eve)).version.version).toBe('1.0.0');
    expect((await read(name, 'latest', eve)).version.version).toBe('1.0.0');
    expect((await read(name, 'stable', ada)).version.version).toBe('2.0.0');
    expect((await read(name, 'latest', ada)).version.version).toBe('2.0.0');
    expect((await read(name, 'latest', ada)).latest.version).toBe('1.0.0');
  });

  test('a private artifact is there for members alone; a stranger gets what a missing one gets', async () => {
    await world.publish({ name: '@acme/secret', visibility: 'private' });
    for (const asker of [nobody, eve]) {
      const hidden = await world.ask(page, { name: '@acme/secret', ref: '1.0.0' }, asker);
      const missing = await world.ask(page, { name: '@acme/absent', ref: '1.0.0' }, asker);
      expect(withoutNames(hidden)).toBe(withoutNames(missing));
    }
    expect(await read('@acme/secret', '1.0.0', rea)).toMatchObject({ visibility: 'PRIVATE', version: { version: '1.0.0' } });
  });

  test('an unpublished version is not there for anybody', async () => {
    const { versionId } = await world.publish({ name: '@acme/gone', version: '1.1.0' });
    await world.publish({ name: '@acme/gone', version: '1.0.0' });
    await world.artifacts.unpublishVersion(ada, { artifact: '@acme/gone' as never, version: '1.1.0' as never });
    for (const asker of [nobody, ada]) {
      const seen = await read('@acme/gone', '1.1.0', asker);
      expect(seen.version).toBeNull();
      expect(seen.versions.totalCount).toBe(1);
      expect(seen.latest.version).toBe('1.0.0');
    }
    expect((await world.artifacts.versionFacts([versionId])).size).toBe(0);
  });
});

describe('other subgraphs ask for entities', () => {
  const entities = (representations: readonly object[], asker = nobody) =>
    world.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Artifact { id name } ... on Version { version artifact { name } } ... on Namespace { artifacts(first: 2) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } } } }`,
      { r: representations },
      asker,
    );

  test('by id or name in any order, in one batch, hidden ones null like missing ones', async () => {
    const open = await world.publish({ name: '@acme/entity' });
    const hidden = await world.publish({ name: '@acme/entity-hidden', visibility: 'private' });
    const staged = await world.publish({ name: '@acme/entity', version: '1.1.0', status: 'staged' });
    const { data, errors } = await entities([
      { __typename: 'Version', id: staged.versionId },
      { __typename: 'Artifact', id: open.artifactId },
      { __typename: 'Artifact', id: hidden.artifactId },
      { __typename: 'Artifact', name: '@acme/entity' },
      { __typename: 'Artifact', id: 'not an id' },
      { __typename: 'Version', id: open.versionId },
      { __typename: 'Version', id: hidden.versionId },
    ]);
    expect(errors).toBeUndefined();
    const artifact = { id: open.artifactId, name: '@acme/entity' };
    expect(data!['_entities']).toEqual([null, artifact, null, artifact, null, { version: '1.0.0', artifact: { name: '@acme/entity' } }, null]);
  });

  test('a namespace’s artifacts, last updated first, those alone that the asker may see, also in the count', async () => {
    const id = idOf('namespace blue');
    for (const number of [1, 2, 3]) await world.publish({ name: `@blue/n${number}` });
    await world.publish({ name: '@blue/private', visibility: 'private' });
    await world.publish({ name: '@blue/staged', status: 'staged' });
    const seenBy = async (asker: typeof nobody) => ((await entities([{ __typename: 'Namespace', id }], asker)).data!['_entities'] as any)[0].artifacts;
    expect(await seenBy(nobody)).toMatchObject({ totalCount: 3, nodes: [{ name: '@blue/n3' }, { name: '@blue/n2' }], pageInfo: { hasNextPage: true } });
    expect(await seenBy(principal('bob'))).toMatchObject({ totalCount: 5, nodes: [{ name: '@blue/staged' }, { name: '@blue/private' }] });
    const nowhere = await entities([{ __typename: 'Namespace', id: '00000000-0000-4000-8000-000000000000' }]);
    expect(nowhere.data!['_entities']).toEqual([{ artifacts: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } }]);
  });
});

describe('what other contexts are told', () => {
  test('of versions: facts without rights for jobs, with rights for callers', async () => {
    const open = await world.publish({ name: '@acme/facts' });
    const secret = await world.publish({ name: '@acme/facts-secret', visibility: 'private' });
    const staged = await world.publish({ name: '@acme/facts', version: '1.1.0', status: 'staged' });
    const ids = [open, secret, staged].map(({ versionId }) => versionId);
    expect([...(await world.artifacts.versionFacts([...ids, 'nonsense'])).keys()].toSorted()).toEqual(ids.toSorted());
    expect([...(await world.artifacts.readableVersions(nobody, [...ids, 'nonsense'])).keys()]).toEqual([open.versionId]);
    expect((await world.artifacts.readableVersions(wim, ids)).size).toBe(3);
    expect((await world.artifacts.versionFacts([open.versionId])).get(open.versionId)).toEqual({
      versionId: open.versionId,
      artifactId: open.artifactId,
      namespaceId: expect.any(String),
      artifactName: '@acme/facts',
      version: '1.0.0',
      digest: open.digest,
      status: 'PUBLISHED',
      visibility: 'public',
      publishedAt: expect.any(Date),
      manifestId: open.manifestId,
    });
  });

  test('of artifacts: those that the caller may see', async () => {
    const open = await world.publish();
    const secret = await world.publish({ visibility: 'private' });
    const ids = [open.artifactId, secret.artifactId];
    expect([...(await world.artifacts.readableArtifacts(eve, ids)).keys()]).toEqual([open.artifactId]);
    expect((await world.artifacts.readableArtifacts(rea, ids)).get(secret.artifactId)).toEqual({
      artifactId: secret.artifactId,
      namespaceId: expect.any(String),
      name: secret.name,
      visibility: 'private',
    });
  });

  test('of what a reference selects: with its manifest, or null', async () => {
    const { name } = await world.publish({ version: '1.2.0' });
    await world.publish({ name, version: '1.3.0', status: 'yanked' });
    expect(await world.artifacts.selectVersion(nobody, name, '^1')).toMatchObject({
      version: '1.2.0',
      gatiManifest: { version: '1.2.0' },
      layers: [expect.anything()],
    });
    expect(await world.artifacts.selectVersion(nobody, name, '1.3.0')).toMatchObject({ status: 'YANKED' });
    expect(await world.artifacts.selectVersion(nobody, name, '^9')).toBeNull();
    expect(await world.artifacts.findVersion(nobody, name, '1.2.0')).toMatchObject({ version: '1.2.0' });
    expect(await world.artifacts.findVersion(nobody, name, '^1')).toBeNull();
    expect(await world.artifacts.findVersion(nobody, 'nonsense', '1.2.0')).toBeNull();
  });
});
