import { packFiles } from '@gati/archive';
import { sha256Of } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import { as, documentOf, errorOf, imageType, indexType } from './client.ts';
import { inWorld } from './world.ts';

const open = inWorld();
const gati = (name: string, version: string, more: object = {}) => ({ name, version, type: 'module', module: { runtime: 'node', entry: 'index.js' }, ...more });

const layerOf = async (files: Readonly<Record<string, string>>): Promise<Uint8Array> => {
  const packed = await packFiles(
    Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text), sizeBytes: Buffer.byteLength(text), isExecutable: false })),
  );
  return packed.bytes;
};

describe('pushed is staged, signed is admitted', () => {
  test('a version is seen by writers alone until it is admitted, and then by everybody, by digest and by tag', async () => {
    const { ada, rea, anybody, judge, database } = open();
    const { digest, bytes } = await ada.pushImage('acme/web', '1.0.0', [Buffer.from('layer of web')]);
    for (const path of ['manifests/1.0.0', `manifests/${digest}`, 'tags/list']) {
      expect([path, (await ada.get(`/v2/acme/web/${path}`)).status]).toEqual([path, 200]);
      for (const stranger of [rea, anybody]) expect([path, (await stranger.get(`/v2/acme/web/${path}`)).status]).toEqual([path, 404]);
    }

    expect(await judge('@acme/web', digest)).toBe('published');

    for (const path of ['manifests/1.0.0', `manifests/${digest}`, 'manifests/latest']) {
      const response = await anybody.get(`/v2/acme/web/${path}`);
      expect([path, response.status, Buffer.from(await response.arrayBuffer()).equals(bytes)]).toEqual([path, 200, true]);
    }
    expect(await (await anybody.get('/v2/acme/web/tags/list')).json()).toEqual({ name: 'acme/web', tags: ['1.0.0'] });
    const version = await database.client.version.findFirstOrThrow({
      where: { version: '1.0.0', artifact: { name: '@acme/web' } },
      include: { artifact: true, indexing: true },
    });
    expect(version).toMatchObject({
      status: 'published',
      digest,
      artifact: { type: 'module', isAdmitted: true, latestVersionId: version.id, revision: 1n },
      indexing: { status: 'queued', sequence: 1 },
    });
    expect(version.publishedAt).not.toBeNull();
  });

  test('facts: staged at the push, attached at the signature, published at the admission, each once', async () => {
    const { ada, judge, facts } = open();
    const before = (await facts()).length;
    const { digest } = await ada.pushImage('acme/facts', '1.0.0', [Buffer.from('layer of facts')]);
    const subject = { mediaType: imageType, digest, size: 0 };
    await ada.pushCarrier('acme/facts', 'by digest', [documentOf('signature')], { subject });
    await ada.pushCarrier('acme/facts', `${digest.replace(':', '-')}.sig`, [documentOf('another signature')]);
    await judge('@acme/facts', digest);
    await judge('@acme/facts', digest);

    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['manifest.staged', 'referrer.attached', 'referrer.attached', 'version.published']);
  });

  test('a signature that arrives before its subject is found when that is staged', async () => {
    const { ada, facts, door, database } = open();
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] }));
    const digest = sha256Of(bytes);
    await ada.pushImage('acme/early', 'by digest', [Buffer.from('early signature')], { subject: { mediaType: indexType, digest, size: bytes.length } });
    const before = (await facts()).length;
    await ada.putManifest('acme/early', '1.0.0', bytes, indexType);

    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['manifest.staged']);
    const artifact = await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/early' } });
    expect(await door.artifacts.signatureCarriersOf(artifact.id, digest)).toMatchObject([{ mediaType: imageType, isSignatureTag: false }]);
  });

  test('what is staged may be replaced by another push; the admission of the old bytes then publishes nothing', async () => {
    const { ada, anybody, judge, database } = open();
    const first = await ada.pushImage('acme/draft', '1.0.0', [Buffer.from('first draft')]);
    const second = await ada.pushImage('acme/draft', '1.0.0', [Buffer.from('second draft')]);
    expect(await judge('@acme/draft', first.digest)).toBe('admitted');
    expect((await anybody.get('/v2/acme/draft/manifests/1.0.0')).status).toBe(404);
    expect(await judge('@acme/draft', second.digest)).toBe('published');

    expect((await anybody.head('/v2/acme/draft/manifests/1.0.0')).headers.get('docker-content-digest')).toBe(second.digest);
    expect(await database.client.version.count({ where: { artifact: { name: '@acme/draft' } } })).toBe(1);
  });

  test('a manifest admitted by label becomes a version when its version tag is pushed', async () => {
    const { ada, anybody, judge, facts } = open();
    const { digest, bytes } = await ada.pushImage('acme/later', 'next', [Buffer.from('later')]);
    expect(await judge('@acme/later', digest)).toBe('admitted');
    expect((await anybody.get('/v2/acme/later/manifests/next')).status).toBe(200);

    await ada.putManifest('acme/later', '1.0.0', bytes);
    expect((await facts()).at(-1)).toMatchObject({ name: 'manifest.staged' });
    expect((await anybody.get('/v2/acme/later/manifests/1.0.0')).status).toBe(404);
    expect(await judge('@acme/later', digest)).toBe('published');
    expect((await anybody.get('/v2/acme/later/manifests/1.0.0')).status).toBe(200);
  });
});

describe('a signature binds bytes and no number', () => {
  test('so signed bytes get another number, but never one above newer bytes, and a label at any time', async () => {
    const { ada, anybody, judge } = open();
    const old = await ada.pushImage('acme/renumbered', '1.0.0-rc.1', [Buffer.from('old')]);
    await judge('@acme/renumbered', old.digest);
    for (const number of ['1.0.0', '1.0.1']) {
      expect((await ada.putManifest('acme/renumbered', number, old.bytes)).status).toBe(201);
      expect(await judge('@acme/renumbered', old.digest)).toBe('published');
    }
    const newer = await ada.pushImage('acme/renumbered', '2.0.0', [Buffer.from('new')]);
    await judge('@acme/renumbered', newer.digest);

    const refused = await ada.putManifest('acme/renumbered', '9.9.9', old.bytes);
    expect([refused.status, await errorOf(refused)]).toMatchObject([403, { code: 'DENIED', detail: { code: 'POLICY_VIOLATION' } }]);
    for (const reference of ['1.0.2', 'stable']) expect((await ada.putManifest('acme/renumbered', reference, old.bytes)).status).toBe(201);
    expect((await anybody.head('/v2/acme/renumbered/manifests/latest')).headers.get('docker-content-digest')).toBe(newer.digest);
  });
});

describe('versions never change', () => {
  test.each(['published', 'yanked', 'quarantined', 'rejected'] as const)('a number that is %s keeps its bytes, whoever pushes', async (status) => {
    const { ada, judge, database, door } = open();
    const repository = `acme/fixed-${status}`;
    const name = `@${repository}`;
    const { digest, bytes } = await ada.pushImage(repository, '1.0.0', [Buffer.from(`fixed ${status}`)]);
    await judge(name, digest, status === 'rejected' ? { kind: 'malicious', reason: 'steals' } : undefined);
    if (status === 'yanked') await database.client.version.updateMany({ where: { artifact: { name } }, data: { status } });
    if (status === 'quarantined') {
      const { id } = await database.client.version.findFirstOrThrow({ where: { artifact: { name } } });
      await database.transaction((tables) => door.artifacts.quarantineVersions(tables, [id], 'key revoked'));
    }
    expect((await ada.putManifest(repository, '1.0.0', bytes)).status).toBe(201);

    const other = await ada.pushImage(repository, 'by digest', [Buffer.from(`other ${status}`)]);
    const refused = await ada.putManifest(repository, '1.0.0', other.bytes);
    expect([refused.status, await errorOf(refused)]).toMatchObject([409, { code: 'DENIED', detail: { code: 'VERSION_EXISTS' } }]);
    expect(await database.client.version.findFirst({ where: { artifact: { name } } })).toMatchObject({ digest, status });
  });

  test('a reader and a stranger write nothing: neither a new tag nor an old one', async () => {
    const { ada, rea, bob, anybody, judge, door } = open();
    const { digest, bytes } = await ada.pushImage('acme/roles', '1.0.0', [Buffer.from('roles')]);
    await judge('@acme/roles', digest);
    await ada.putManifest('acme/roles', 'latest', bytes);
    const readerKey = as(door, 'ada', 'read');
    for (const tag of ['1.0.0', '1.0.1', 'latest', 'next', digest]) {
      for (const client of [rea, bob, readerKey]) {
        const refused = await client.putManifest('acme/roles', tag, bytes);
        expect([tag, refused.status, (await errorOf(refused)).detail.code]).toEqual([tag, 403, 'NAMESPACE_PERMISSION_DENIED']);
      }
      expect([tag, (await anybody.putManifest('acme/roles', tag, bytes)).status]).toEqual([tag, 401]);
    }
    expect(await (await ada.get('/v2/acme/roles/tags/list')).json()).toEqual({ name: 'acme/roles', tags: ['1.0.0', 'latest'] });
  });

  test('the same tag a hundred times at once is one of the pushed manifests, and the same blob once', async () => {
    const { ada, database } = open();
    const pushed = await Promise.all(
      Array.from({ length: 100 }, (_, index) => ada.pushImage('acme/race', 'next', [Buffer.from(`race ${index % 10}`), Buffer.from('shared')])),
    );
    const digest = (await ada.head('/v2/acme/race/manifests/next')).headers.get('docker-content-digest');

    expect(pushed.map((each) => each.digest as string)).toContain(digest);
    expect(await database.client.manifest.count({ where: { artifact: { name: '@acme/race' } } })).toBe(10);
    expect(await database.client.label.count({ where: { artifact: { name: '@acme/race' } } })).toBe(1);
  });
});

describe('labels', () => {
  test('wait on what is not admitted: writers see the new target, others the old one, until admission moves it', async () => {
    const { ada, anybody, judge } = open();
    const first = await ada.pushImage('acme/labels', 'next', [Buffer.from('first')]);
    await judge('@acme/labels', first.digest);
    const second = await ada.pushImage('acme/labels', 'next', [Buffer.from('second')]);
    const seenBy = async (client: typeof ada) => (await client.head('/v2/acme/labels/manifests/next')).headers.get('docker-content-digest');

    expect([await seenBy(ada), await seenBy(anybody)]).toEqual([second.digest, first.digest]);
    await judge('@acme/labels', second.digest);
    expect([await seenBy(ada), await seenBy(anybody)]).toEqual([second.digest, second.digest]);
  });

  test('latest is the highest version, until the publisher sets the label', async () => {
    const { ada, anybody, judge } = open();
    const versions = new Map<string, Awaited<ReturnType<typeof ada.pushImage>>>();
    for (const version of ['1.9.0', '1.10.0', '2.0.0-rc.1']) {
      const pushed = await ada.pushImage('acme/newest', version, [Buffer.from(version)]);
      await judge('@acme/newest', pushed.digest);
      versions.set(version, pushed);
    }
    const latest = async () => (await anybody.head('/v2/acme/newest/manifests/latest')).headers.get('docker-content-digest');
    expect(await latest()).toBe(versions.get('1.10.0')?.digest);
    await ada.putManifest('acme/newest', 'latest', versions.get('1.9.0')?.bytes ?? Buffer.alloc(0));
    expect(await latest()).toBe(versions.get('1.9.0')?.digest);
    await ada.delete('/v2/acme/newest/manifests/latest');
    expect(await latest()).toBe(versions.get('1.10.0')?.digest);
  });

  test('several tags in one push', async () => {
    const { ada } = open();
    const { digest, bytes } = await ada.pushImage('acme/many', 'by digest', [Buffer.from('many')]);
    const response = await ada.request('PUT', `/v2/acme/many/manifests/${digest}?tag=1.0.0&tag=next`, { body: bytes, headers: { 'content-type': imageType } });
    expect([response.status, response.headers.get('oci-tag')]).toEqual([201, '1.0.0, next']);
    expect(await (await ada.get('/v2/acme/many/tags/list')).json()).toMatchObject({ tags: ['1.0.0', 'next'] });
  });

  test('tags come in pages, and no page is longer than asked for', async () => {
    const { ada } = open();
    const { bytes } = await ada.pushImage('acme/paged', 'a', [Buffer.from('paged')]);
    for (const tag of ['b', 'c', 'D', '1.0.0']) await ada.putManifest('acme/paged', tag, bytes);
    const seen: string[] = [];
    let next: string | null = '/v2/acme/paged/tags/list?n=2';
    while (next) {
      const response = await ada.get(next);
      const { tags } = (await response.json()) as { tags: string[] };
      expect(tags.length).toBeLessThanOrEqual(2);
      seen.push(...tags);
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(seen).toEqual(['1.0.0', 'D', 'a', 'b', 'c']);
    expect(await (await ada.get('/v2/acme/paged/tags/list?n=1000000000')).json()).toMatchObject({ tags: seen });
    expect(await (await ada.get('/v2/acme/paged/tags/list?n=0')).json()).toEqual({ name: 'acme/paged', tags: [] });
    expect((await ada.get('/v2/acme/paged/tags/list?n=-1')).status).toBe(400);
  });
});

describe('a Gati manifest', () => {
  test('becomes a version with what its layers hold: README, languages, dependencies', async () => {
    const { ada, judge, database } = open();
    const manifest = gati('@acme/real', '1.2.0', {
      description: 'Signs people in',
      license: 'MIT',
      keywords: ['auth'],
      capabilities: ['db'],
      dependencies: { '@acme/db': '^2.0.0' },
      gati: '>=2.0.0',
    });
    const layer = await layerOf({ 'gati.json': JSON.stringify(manifest), 'README.md': '# Real\n', 'index.js': 'export {};'.repeat(50), 'a.ts': 'x' });
    const { digest } = await ada.pushGati('acme/real', '1.2.0', manifest, [layer]);
    expect(await judge('@acme/real', digest)).toBe('published');

    expect(await database.client.version.findFirst({ where: { digest }, include: { dependencies: true, artifact: true } })).toMatchObject({
      version: '1.2.0',
      description: 'Signs people in',
      license: 'MIT',
      keywords: ['auth'],
      capabilities: ['db'],
      gatiRange: '>=2.0.0',
      languages: ['javascript', 'typescript'],
      readme: '# Real\n',
      dependencies: [{ name: '@acme/db', range: '^2.0.0' }],
      artifact: { type: 'module' },
      gatiManifest: manifest,
    });
  });

  test.each([
    ['another version', '1.2.1', {}],
    ['a range', '1.2', {}],
    ['another name', '1.2.0', { name: '@acme/other' }],
    ['no version', '1.2.0', { version: 'one' }],
    ['an unknown field', '1.2.0', { versoin: '1.2.0' }],
  ])('is refused when it is pushed as or says %s', async (_, tag, more) => {
    const { ada } = open();
    await expect(ada.pushGati('acme/strict', tag, { ...gati('@acme/strict', '1.2.0'), ...more })).rejects.toThrow(/manifest 400.*MANIFEST_INVALID/);
  });

  test.each([
    ['name', { name: '@acme/innocent' }],
    ['version', { version: '1.0.1' }],
    ['dependencies', { dependencies: { '@evil/miner': '*' } }],
  ])('is refused when the gati.json inside has another %s (manifest confusion)', async (field, more) => {
    const { ada } = open();
    const manifest = gati('@acme/confused', '1.0.0');
    const layer = await layerOf({ 'gati.json': JSON.stringify({ ...manifest, ...more }) });
    await expect(ada.pushGati('acme/confused', '1.0.0', manifest, [layer])).rejects.toThrow(new RegExp(`MANIFEST_INVALID.*/${field}`));
  });

  test('is refused when a layer is no archive', async () => {
    const { ada, database } = open();
    await expect(ada.pushGati('acme/broken', '1.0.0', gati('@acme/broken', '1.0.0'), [Buffer.from('not a tar')])).rejects.toThrow(
      /manifest 400.*MANIFEST_INVALID/,
    );
    expect(await database.client.manifest.count({ where: { artifact: { name: '@acme/broken' } } })).toBe(0);
  });

  test('does not change what an artifact is', async () => {
    const { ada, judge } = open();
    const first = await ada.pushGati('acme/kind', '1.0.0', gati('@acme/kind', '1.0.0'));
    await judge('@acme/kind', first.digest);
    const template = { name: '@acme/kind', version: '2.0.0', type: 'template', template: {} };
    await expect(ada.pushGati('acme/kind', '2.0.0', template)).rejects.toThrow(/manifest 400/);
  });
});

describe('a manifest names what its repository has', () => {
  test('or it is refused, with the places', async () => {
    const { ada, database } = open();
    const config = await ada.pushBlob('acme/gaps', Buffer.from('{}'));
    const missing = `sha256:${'0'.repeat(64)}`;
    const document = {
      schemaVersion: 2,
      mediaType: imageType,
      config: { mediaType: 'application/vnd.example', digest: config, size: 2 },
      layers: [{ mediaType: 'application/octet-stream', digest: missing, size: 1 }],
    };
    const refused = await ada.putManifest('acme/gaps', '1.0.0', Buffer.from(JSON.stringify(document)));
    expect([refused.status, await errorOf(refused)]).toMatchObject([400, { code: 'MANIFEST_BLOB_UNKNOWN', detail: { fields: [{ path: '/layers/0' }] } }]);

    const index = { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: missing, size: 1 }] };
    expect((await errorOf(await ada.putManifest('acme/gaps', '1.0.0', Buffer.from(JSON.stringify(index)), indexType))).code).toBe('MANIFEST_BLOB_UNKNOWN');
    expect(await database.client.manifest.count({ where: { artifact: { name: '@acme/gaps' } } })).toBe(0);
  });

  test('and says its size', async () => {
    const { ada } = open();
    const config = await ada.pushBlob('acme/sizes', Buffer.from('{}'));
    const document = { schemaVersion: 2, mediaType: imageType, config: { mediaType: 'application/vnd.example', digest: config, size: 3 }, layers: [] };
    expect((await errorOf(await ada.putManifest('acme/sizes', '1.0.0', Buffer.from(JSON.stringify(document))))).code).toBe('MANIFEST_INVALID');
  });

  test('a manifest is at most 4 MiB', async () => {
    const { ada } = open();
    const refused = await ada.putManifest('acme/huge', '1.0.0', Buffer.alloc(4 * 1024 * 1024 + 1, ' '));
    expect([refused.status, (await errorOf(refused)).code]).toEqual([413, 'SIZE_INVALID']);
  });
});

describe('a new artifact', () => {
  test('is private when its first push says so, and nobody else learns of it', async () => {
    const { ada, rea, bob, anybody, judge, door } = open();
    await ada.request('POST', '/v2/acme/secret/blobs/uploads/', { headers: { 'gati-visibility': 'private' } });
    const { digest } = await ada.pushImage('acme/secret', '1.0.0', [Buffer.from('secret')]);
    await judge('@acme/secret', digest);

    expect((await rea.get('/v2/acme/secret/manifests/1.0.0')).status).toBe(200);
    for (const stranger of [bob, anybody, as(door, 'eve')]) {
      for (const [method, path] of [
        ['GET', 'manifests/1.0.0'],
        ['GET', `manifests/${digest}`],
        ['GET', 'tags/list'],
        ['GET', `referrers/${digest}`],
        ['PUT', 'manifests/2.0.0'],
        ['DELETE', 'manifests/1.0.0'],
        ['POST', 'blobs/uploads/'],
        ['GET', `blobs/${digest}`],
      ]) {
        const [hidden, missing] = await Promise.all([
          stranger.request(method ?? '', `/v2/acme/secret/${path}`),
          stranger.request(method ?? '', `/v2/acme/nothing/${path}`),
        ]);
        const strip = async (response: Response) => (await response.text()).replaceAll('secret', 'nothing').replace(/"requestId":"[^"]+"/, '');
        expect([path, hidden.status, await strip(hidden)]).toEqual([path, missing.status, await strip(missing)]);
        expect(hidden.status).toBe(404);
      }
    }
  });

  test('cannot become private by a push once it was public and admitted', async () => {
    const { ada, judge } = open();
    const { digest, bytes } = await ada.pushImage('acme/shown', '1.0.0', [Buffer.from('shown')]);
    expect((await ada.putManifest('acme/shown', 'next', bytes, imageType, { 'gati-visibility': 'private' })).status).toBe(201);
    await judge('@acme/shown', digest);
    const again = await ada.putManifest('acme/shown', 'next', bytes, imageType, { 'gati-visibility': 'private' });
    expect(again.status).toBe(201);

    const open2 = await ada.pushImage('acme/open', '1.0.0', [Buffer.from('open')]);
    await judge('@acme/open', open2.digest);
    const refused = await ada.putManifest('acme/open', 'next', open2.bytes, imageType, { 'gati-visibility': 'private' });
    expect([refused.status, (await errorOf(refused)).detail.code]).toEqual([403, 'POLICY_VIOLATION']);
    expect((await ada.putManifest('acme/open', 'next', open2.bytes, imageType, { 'gati-visibility': 'hidden' })).status).toBe(400);
  });

  test('needs a namespace that exists', async () => {
    const { ada } = open();
    expect((await ada.request('POST', '/v2/nowhere/thing/blobs/uploads/')).status).toBe(404);
    expect((await errorOf(await ada.request('POST', '/v2/acme/Bad_Name-/blobs/uploads/'))).code).toBe('NAME_INVALID');
    expect((await ada.get('/v2/alpine/manifests/latest')).status).toBe(404);
  });
});
