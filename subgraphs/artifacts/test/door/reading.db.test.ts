import { sha256Of, type Digest } from '@gati/identifiers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { as, documentOf, emptyConfig, errorOf, imageType, indexType, type Client } from './client.ts';
import { idOf } from './fake-namespaces.ts';
import { inWorld } from './world.ts';

const paid = new Set<string>();
const open = inWorld(() => ({
  overrides: {
    entitlementsOf: async (principal, artifactIds) =>
      new Map(artifactIds.map((id) => [id, { isEntitled: !paid.has(id) || (principal.kind !== 'anonymous' && principal.accountId === idOf('account bob')) }])),
  },
}));
const layerOf = (manifest: { readonly bytes: Buffer }): Digest => (JSON.parse(manifest.bytes.toString()) as { layers: [{ digest: Digest }] }).layers[0].digest;
const statusOf = async (client: Client, path: string): Promise<number> => (await client.head(path)).status;

describe('others read what is admitted or belongs to it', () => {
  test('an admitted index opens what is below it, manifests and blobs, and nothing beside it', async () => {
    const { ada, anybody, judge } = open();
    const inside = await ada.pushImage('acme/multi', 'by digest', [Buffer.from('linux')]);
    const nested = await ada.pushManifest(
      'acme/multi',
      'by digest',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: inside.digest, size: inside.bytes.length }] },
      indexType,
    );
    const beside = await ada.pushImage('acme/multi', 'by digest', [Buffer.from('secret build')]);
    const index = await ada.pushManifest(
      'acme/multi',
      '1.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: indexType, digest: nested.digest, size: nested.bytes.length }] },
      indexType,
    );
    const paths = [`manifests/${index.digest}`, `manifests/${nested.digest}`, `manifests/${inside.digest}`, `blobs/${layerOf(inside)}`].map(
      (path) => `/v2/acme/multi/${path}`,
    );
    for (const path of paths) expect([path, await statusOf(anybody, path)]).toEqual([path, 404]);
    await judge('@acme/multi', index.digest);

    for (const path of paths) expect([path, await statusOf(anybody, path)]).toEqual([path, 200]);
    for (const path of [`manifests/${beside.digest}`, `blobs/${layerOf(beside)}`])
      expect([path, await statusOf(anybody, `/v2/acme/multi/${path}`)]).toEqual([path, 404]);
  });

  test('an admitted manifest opens the documents that refer to it or stand under Cosign’s tags, with their blobs', async () => {
    const { ada, anybody, judge } = open();
    const image = await ada.pushImage('acme/signed', '1.0.0', [Buffer.from('signed image')]);
    const subject = { mediaType: imageType, digest: image.digest, size: image.bytes.length };
    const sbom = await ada.pushCarrier('acme/signed', 'by digest', [documentOf('sbom')], {
      subject,
      artifactType: 'application/vnd.example.sbom',
      annotations: { 'org.example': 'yes' },
    });
    const tag = `${image.digest.replace(':', '-')}.sig`;
    const signature = await ada.pushCarrier('acme/signed', tag, [documentOf('signature')]);
    const loose = await ada.pushImage('acme/signed', 'by digest', [Buffer.from('loose')]);
    const paths = [`manifests/${sbom.digest}`, `manifests/${tag}`, `manifests/${signature.digest}`, `blobs/${layerOf(sbom)}`, `blobs/${layerOf(signature)}`];
    for (const path of paths) expect([path, await statusOf(anybody, `/v2/acme/signed/${path}`)]).toEqual([path, 404]);
    await judge('@acme/signed', image.digest);

    for (const path of paths) expect([path, await statusOf(anybody, `/v2/acme/signed/${path}`)]).toEqual([path, 200]);
    expect(await statusOf(anybody, `/v2/acme/signed/manifests/${loose.digest}`)).toBe(404);
    expect(await (await anybody.get('/v2/acme/signed/tags/list')).json()).toMatchObject({ tags: ['1.0.0', tag] });
    const referrers = await anybody.get(`/v2/acme/signed/referrers/${image.digest}`);
    expect(referrers.headers.get('content-type')).toBe(indexType);
    expect(await referrers.json()).toEqual({
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [
        {
          mediaType: imageType,
          digest: sbom.digest,
          size: sbom.bytes.length,
          artifactType: 'application/vnd.example.sbom',
          annotations: { 'org.example': 'yes' },
        },
      ],
    });
  });

  test('referrers of what is not admitted are told to writers only, and can be asked for by type', async () => {
    const { ada, anybody, judge } = open();
    const admitted = await ada.pushImage('acme/quiet', '1.0.0', [Buffer.from('quiet')]);
    await judge('@acme/quiet', admitted.digest);
    const staged = await ada.pushImage('acme/quiet', '2.0.0', [Buffer.from('quiet 2')]);
    const subject = { mediaType: imageType, digest: staged.digest, size: staged.bytes.length };
    for (const type of ['a', 'b'])
      await ada.pushImage('acme/quiet', 'by digest', [Buffer.from(type)], { subject, artifactType: `application/vnd.example.${type}` });
    const list = async (client: Client, query = '') => {
      const response = await client.get(`/v2/acme/quiet/referrers/${staged.digest}${query}`);
      return {
        filters: response.headers.get('oci-filters-applied'),
        types: ((await response.json()) as { manifests: { artifactType: string }[] }).manifests.map(({ artifactType }) => artifactType).toSorted(),
      };
    };
    expect(await list(anybody)).toEqual({ filters: null, types: [] });
    expect(await list(ada)).toEqual({ filters: null, types: ['application/vnd.example.a', 'application/vnd.example.b'] });
    expect(await list(ada, '?artifactType=application%2Fvnd.example.b')).toEqual({ filters: 'artifactType', types: ['application/vnd.example.b'] });
    expect((await ada.get('/v2/acme/quiet/referrers/sha256:abc')).status).toBe(400);
  });

  test('pages of referrers end early where annotations are large, and lose none', async () => {
    const { ada } = open();
    const image = await ada.pushImage('acme/wordy', '1.0.0', [Buffer.from('wordy')]);
    const subject = { mediaType: imageType, digest: image.digest, size: image.bytes.length };
    for (let index = 0; index < 4; index++)
      await ada.pushImage('acme/wordy', 'by digest', [], { subject, annotations: { index: String(index), text: 'x'.repeat(900_000) } });
    const seen: string[] = [];
    let next: string | null = `/v2/acme/wordy/referrers/${image.digest}`;
    let pages = 0;
    while (next) {
      const response = await ada.get(next);
      seen.push(...((await response.json()) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest));
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
      pages++;
    }
    expect([new Set(seen).size, seen.length, pages]).toEqual([4, 4, 2]);
  });
});

/** What oras would attach: a program, which calls itself a document or not. */
const programs = [
  ['an archive', 'application/vnd.oci.image.layer.v1.tar+gzip', gzipSync('malware')],
  ['an archive that says it is a document', 'application/spdx+json', gzipSync('more malware')],
  ['a document that hides an archive', 'application/vnd.cyclonedx+json', Buffer.concat([documentOf('x'), Buffer.from('PK\u0005\u0006\0\0}')])],
] as const;

describe('what only refers to something admitted is not admitted', () => {
  test.each(programs)('%s waits as a referrer and under every tag, until it is admitted itself', async (_, mediaType, bytes) => {
    const { ada, anybody, bob, judge, facts } = open();
    const repository = `acme/carrier-${programs.findIndex(([, , other]) => other === bytes)}`;
    const image = await ada.pushImage(repository, '2.1.0', [Buffer.from('honest')]);
    await judge(`@${repository}`, image.digest);
    const subject = { mediaType: imageType, digest: image.digest, size: image.bytes.length };
    const before = (await facts()).length;
    const attached = await ada.pushCarrier(repository, 'by digest', [bytes], { mediaType, subject });
    expect((await facts()).slice(before).map(({ name }) => name)).toEqual(['referrer.attached', 'manifest.staged']);
    const tags = ['', '.sig', '.att', '.sbom'].map((ending) => `${image.digest.replace(':', '-')}${ending}`);
    for (const tag of tags) await ada.putManifest(repository, tag, attached.bytes);
    const digest = sha256Of(bytes);
    const paths = [...tags, attached.digest].map((reference) => `manifests/${reference}`).concat(`blobs/${digest}`);
    const seenBy = async (client: Client) => {
      const { tags: listed } = (await (await client.get(`/v2/${repository}/tags/list`)).json()) as { tags: string[] };
      const { manifests } = (await (await client.get(`/v2/${repository}/referrers/${image.digest}`)).json()) as { manifests: unknown[] };
      return {
        statuses: await Promise.all(
          paths.flatMap((path) => [statusOf(client, `/v2/${repository}/${path}`), client.get(`/v2/${repository}/${path}`).then(({ status }) => status)]),
        ),
        tags: listed.length - 1,
        referrers: manifests.length,
        mounted: (await bob.request('POST', `/v2/blue/mounts/blobs/uploads/?mount=${digest}&from=${repository}`)).status === 201,
      };
    };
    const all = (status: number) => Array.from({ length: paths.length * 2 }, () => status);
    expect(await seenBy(anybody)).toEqual({ statuses: all(404), tags: 0, referrers: 0, mounted: false });
    expect(await seenBy(ada)).toMatchObject({ statuses: all(200), tags: 4, referrers: 1 });

    expect(await judge(`@${repository}`, attached.digest)).toBe('admitted');
    expect(await seenBy(anybody)).toEqual({ statuses: all(200), tags: 4, referrers: 1, mounted: true });
  });

  test('a list of documents under its tag is open, and a list that names anything else is not', async () => {
    const { ada, anybody, judge } = open();
    const image = await ada.pushImage('acme/listed', '1.0.0', [Buffer.from('listed')]);
    await judge('@acme/listed', image.digest);
    const subject = { mediaType: imageType, digest: image.digest, size: image.bytes.length };
    const sbom = await ada.pushCarrier('acme/listed', 'by digest', [documentOf('listed')], { subject });
    const program = await ada.pushImage('acme/listed', 'by digest', [Buffer.from('malware')]);
    const tag = image.digest.replace(':', '-');
    const list = (...entries: readonly { readonly digest: Digest; readonly bytes: Buffer }[]) =>
      ada.pushManifest(
        'acme/listed',
        tag,
        {
          schemaVersion: 2,
          mediaType: indexType,
          manifests: entries.map(({ digest, bytes }) => ({ mediaType: imageType, digest, size: bytes.length })),
          subject,
        },
        indexType,
      );
    const documents = await list(sbom);
    expect(await statusOf(anybody, `/v2/acme/listed/manifests/${tag}`)).toBe(200);
    const mixed = await list(sbom, program);
    expect((await anybody.head(`/v2/acme/listed/manifests/${tag}`)).headers.get('docker-content-digest')).toBe(documents.digest);
    for (const path of [`manifests/${mixed.digest}`, `manifests/${program.digest}`, `blobs/${layerOf(program)}`])
      expect([path, await statusOf(anybody, `/v2/acme/listed/${path}`)]).toEqual([path, 404]);
  });

  test('documents about a part of an admitted index, and about documents, are open too', async () => {
    const { ada, anybody, judge } = open();
    const child = await ada.pushImage('acme/chain', 'by digest', [Buffer.from('platform')]);
    const index = await ada.pushManifest(
      'acme/chain',
      '1.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: child.digest, size: child.bytes.length }] },
      indexType,
    );
    const about = ({ digest, bytes }: { readonly digest: Digest; readonly bytes: Buffer }) => ({
      subject: { mediaType: imageType, digest, size: bytes.length },
    });
    const sbom = await ada.pushCarrier('acme/chain', 'by digest', [documentOf('of a platform')], about(child));
    const signature = await ada.pushCarrier('acme/chain', 'by digest', [documentOf('of a document')], about(sbom));
    const paths = [sbom, signature].flatMap((carrier) => [`manifests/${carrier.digest}`, `blobs/${layerOf(carrier)}`]);
    for (const expected of [404, 200]) {
      for (const path of paths) expect([path, await statusOf(anybody, `/v2/acme/chain/${path}`)]).toEqual([path, expected]);
      await judge('@acme/chain', index.digest);
    }
  });

  test('documents that refer to each other in a circle open nothing, and end', async () => {
    const { ada, anybody, judge } = open();
    const image = await ada.pushImage('acme/circle', '1.0.0', [Buffer.from('circle')]);
    await judge('@acme/circle', image.digest);
    const [one, two] = [
      await ada.pushCarrier('acme/circle', 'by digest', [documentOf('one')]),
      await ada.pushCarrier('acme/circle', 'by digest', [documentOf('two')]),
    ];
    await ada.putManifest('acme/circle', `${one.digest.replace(':', '-')}.sig`, two.bytes);
    await ada.putManifest('acme/circle', `${two.digest.replace(':', '-')}.sig`, one.bytes);
    for (const { digest } of [one, two]) expect(await statusOf(anybody, `/v2/acme/circle/manifests/${digest}`)).toBe(404);
  });
});

describe('what hangs on a version is closed with it', () => {
  /** An index of one image, with a document about each and one under a tag. */
  const pushFamily = async (ada: Client, repository: string) => {
    const child = await ada.pushImage(repository, 'by digest', [Buffer.from(`${repository} platform`)]);
    const index = await ada.pushManifest(
      repository,
      '1.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: child.digest, size: child.bytes.length }] },
      indexType,
    );
    const tag = `${index.digest.replace(':', '-')}.sig`;
    const carriers = [
      await ada.pushCarrier(repository, 'by digest', [documentOf('child')], {
        subject: { mediaType: imageType, digest: child.digest, size: child.bytes.length },
      }),
      await ada.pushCarrier(repository, 'by digest', [documentOf('index')], {
        subject: { mediaType: indexType, digest: index.digest, size: index.bytes.length },
      }),
      await ada.pushCarrier(repository, tag, [documentOf('tag')]),
    ];
    const paths = [index, child, ...carriers].map(({ digest }) => `manifests/${digest}`).concat('manifests/1.0.0', `manifests/${tag}`);
    return { index, child, tag, paths: [...paths, ...[child, ...carriers].map((manifest) => `blobs/${layerOf(manifest)}`)] };
  };

  test('on every route when it is quarantined', async () => {
    const { ada, anybody, bob, judge, door, database } = open();
    const { index, child, paths } = await pushFamily(ada, 'acme/closed');
    await judge('@acme/closed', index.digest);
    for (const path of paths) expect([path, await statusOf(anybody, `/v2/acme/closed/${path}`)]).toEqual([path, 200]);
    const { id } = await database.client.version.findFirstOrThrow({ where: { digest: index.digest } });
    await database.transaction((tables) => door.artifacts.quarantineVersions(tables, [id], 'stolen key'));

    for (const path of paths) {
      expect([path, await statusOf(anybody, `/v2/acme/closed/${path}`)]).toEqual([path, 403]);
      expect((await errorOf(await anybody.get(`/v2/acme/closed/${path}`))).detail.code).toBe('VERSION_QUARANTINED');
      const digest = /blobs\/(.*)/.exec(path)?.[1];
      if (digest) expect((await bob.request('POST', `/v2/blue/closed/blobs/uploads/?mount=${digest}&from=acme/closed`)).status).toBe(202);
    }
    expect(await (await anybody.get('/v2/acme/closed/tags/list')).json()).toMatchObject({ tags: [] });
    for (const { digest } of [index, child]) expect(await (await anybody.get(`/v2/acme/closed/referrers/${digest}`)).json()).toMatchObject({ manifests: [] });
  });

  test('when it is unpublished, also while an index that nobody signed names it', async () => {
    const { ada, anybody, judge } = open();
    const { index, paths } = await pushFamily(ada, 'acme/withdrawn');
    await judge('@acme/withdrawn', index.digest);
    await ada.pushManifest(
      'acme/withdrawn',
      '2.0.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: indexType, digest: index.digest, size: index.bytes.length }] },
      indexType,
    );
    const other = await ada.pushImage('acme/withdrawn', '0.1.0', [Buffer.from('keeps the artifact public')]);
    await judge('@acme/withdrawn', other.digest);
    expect((await ada.delete('/v2/acme/withdrawn/manifests/1.0.0')).status).toBe(202);
    expect(await statusOf(ada, `/v2/acme/withdrawn/manifests/${index.digest}`)).toBe(200);
    for (const path of paths) expect([path, await statusOf(anybody, `/v2/acme/withdrawn/${path}`)]).toEqual([path, 404]);
    expect(await (await anybody.get('/v2/acme/withdrawn/tags/list')).json()).toMatchObject({ tags: ['0.1.0'] });
  });
});

describe('a blob is read where it was given', () => {
  test('not through another repository: by HEAD, GET, or a mount, with or without its name', async () => {
    const { ada, bob, anybody, judge, door } = open();
    await ada.request('POST', '/v2/acme/vault/blobs/uploads/', { headers: { 'gati-visibility': 'private' } });
    const image = await ada.pushImage('acme/vault', '1.0.0', [Buffer.from('the secret layer')]);
    await judge('@acme/vault', image.digest);
    await bob.pushBlob('blue/thief', Buffer.from('something of his own'));
    for (const digest of [layerOf(image), sha256Of(Buffer.from('nowhere'))]) {
      for (const client of [bob, anybody]) {
        for (const repository of ['blue/thief', 'acme/vault', 'acme/nothing'])
          expect([repository, await statusOf(client, `/v2/${repository}/blobs/${digest}`)]).toEqual([repository, 404]);
      }
      for (const from of ['&from=acme/vault', '', '&from=acme/nothing', '&from=../../x', '&from=']) {
        const mount = await bob.request('POST', `/v2/blue/thief/blobs/uploads/?mount=${digest}${from}`);
        expect([from, mount.status, mount.headers.get('docker-content-digest')]).toEqual([from, 202, null]);
      }
      expect(await statusOf(bob, `/v2/blue/thief/blobs/${digest}`)).toBe(404);
    }
    // Pushing the same bytes oneself proves that one has them, and is free.
    await bob.pushBlob('blue/thief', Buffer.from('the secret layer'));
    expect(await statusOf(bob, `/v2/blue/thief/blobs/${layerOf(image)}`)).toBe(200);
    expect((await as(door, 'rea').request('GET', `/v2/acme/vault/blobs/${layerOf(image)}`)).status).toBe(200);
  });

  test('a mount of what one may read needs no upload', async () => {
    const { ada, bob, judge } = open();
    const image = await ada.pushImage('acme/base', '1.0.0', [Buffer.from('public base layer')]);
    const staged = await ada.pushImage('acme/base', 'by digest', [Buffer.from('staged base layer')]);
    await judge('@acme/base', image.digest);
    for (const [repository, from] of [
      ['blue/named', '&from=acme/base'],
      ['blue/unnamed', ''],
    ]) {
      expect((await bob.request('POST', `/v2/${repository}/blobs/uploads/?mount=${layerOf(image)}${from}`)).status).toBe(201);
      expect(await statusOf(bob, `/v2/${repository}/blobs/${layerOf(image)}`)).toBe(200);
      expect((await bob.request('POST', `/v2/${repository}/blobs/uploads/?mount=${layerOf(staged)}${from}`)).status).toBe(202);
    }
    expect((await ada.request('POST', `/v2/acme/copy/blobs/uploads/?mount=${layerOf(staged)}`)).status).toBe(201);
  });

  test('a manifest cannot be built on what its repository was not given, whoever else has it', async () => {
    const { ada, bob } = open();
    const image = await ada.pushImage('acme/rich', 'by digest', [Buffer.from('rich layer')]);
    await bob.pushBlob('blue/poor', emptyConfig.bytes);
    const refused = await bob.putManifest('blue/poor', '1.0.0', image.bytes);
    expect((await errorOf(refused)).code).toBe('MANIFEST_BLOB_UNKNOWN');
  });
});

describe('what is in doubt or not paid for is not served', () => {
  test('a quarantined version: neither manifest nor its own blobs, and the reason is told', async () => {
    const { ada, anybody, judge, database, door } = open();
    const bad = await ada.pushImage('acme/doubt', '1.1.0', [Buffer.from('bad layer'), Buffer.from('shared layer')]);
    const good = await ada.pushImage('acme/doubt', '1.0.0', [Buffer.from('shared layer')]);
    for (const { digest } of [bad, good]) await judge('@acme/doubt', digest);
    const { id } = await database.client.version.findFirstOrThrow({ where: { digest: bad.digest } });
    await database.transaction((tables) => door.artifacts.quarantineVersions(tables, [id], 'its key was stolen'));

    for (const client of [anybody, ada]) {
      for (const reference of ['1.1.0', bad.digest]) {
        const refused = await client.get(`/v2/acme/doubt/manifests/${reference}`);
        expect([refused.status, await errorOf(refused)]).toMatchObject([
          403,
          { code: 'DENIED', message: expect.stringContaining('its key was stolen'), detail: { code: 'VERSION_QUARANTINED' } },
        ]);
      }
    }
    expect((await errorOf(await anybody.get(`/v2/acme/doubt/blobs/${layerOf(bad)}`))).detail.code).toBe('VERSION_QUARANTINED');
    expect(await statusOf(anybody, `/v2/acme/doubt/blobs/${layerOf(good)}`)).toBe(200);
    expect((await anybody.head('/v2/acme/doubt/manifests/latest')).headers.get('docker-content-digest')).toBe(good.digest);
    expect(await (await anybody.get('/v2/acme/doubt/tags/list')).json()).toMatchObject({ tags: ['1.0.0'] });
  });

  test('a rejected version is there for its writers alone', async () => {
    const { ada, anybody, judge } = open();
    const good = await ada.pushImage('acme/tainted', '1.0.0', [Buffer.from('fine')]);
    await judge('@acme/tainted', good.digest);
    const bad = await ada.pushImage('acme/tainted', '1.1.0', [Buffer.from('malware')]);
    expect(await judge('@acme/tainted', bad.digest, { kind: 'malicious', reason: 'steals wallets' })).toBe('rejected');
    expect(await judge('@acme/tainted', bad.digest)).toBe('unchanged');
    const index = await ada.pushManifest(
      'acme/tainted',
      '1.2.0',
      { schemaVersion: 2, mediaType: indexType, manifests: [{ mediaType: imageType, digest: bad.digest, size: bad.bytes.length }] },
      indexType,
    );
    await judge('@acme/tainted', index.digest);
    const referrer = await ada.pushCarrier('acme/tainted', 'by digest', [documentOf('malware that refers')], {
      subject: { mediaType: imageType, digest: good.digest, size: 1 },
    });
    expect((await anybody.get(`/v2/acme/tainted/manifests/${referrer.digest}`)).status).toBe(200);
    await judge('@acme/tainted', referrer.digest, { kind: 'malicious', reason: 'steals wallets' });
    for (const path of [`manifests/${referrer.digest}`, `blobs/${layerOf(referrer)}`])
      expect([path, await statusOf(anybody, `/v2/acme/tainted/${path}`)]).toEqual([path, 404]);
    expect(await (await anybody.get(`/v2/acme/tainted/referrers/${good.digest}`)).json()).toMatchObject({ manifests: [] });

    for (const path of ['manifests/1.1.0', `manifests/${bad.digest}`, `blobs/${layerOf(bad)}`])
      expect([path, await statusOf(anybody, `/v2/acme/tainted/${path}`)]).toEqual([path, 404]);
    expect(await statusOf(ada, '/v2/acme/tainted/manifests/1.1.0')).toBe(200);
    const refused = await ada.putManifest('acme/tainted', '1.3.0', bad.bytes);
    expect([refused.status, (await errorOf(refused)).detail.code]).toEqual([403, 'MALWARE_DETECTED']);
  });

  test('an artifact that costs something, to those who have not bought it; caches keep none of it', async () => {
    const { ada, rea, bob, anybody, judge, database } = open();
    const image = await ada.pushImage('acme/shop', '1.0.0', [Buffer.from('goods')]);
    await judge('@acme/shop', image.digest);
    paid.add((await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/shop' } })).id);
    for (const path of ['manifests/1.0.0', `manifests/${image.digest}`, `blobs/${layerOf(image)}`]) {
      const refused = await anybody.get(`/v2/acme/shop/${path}`);
      expect([refused.status, (await errorOf(refused)).detail.code]).toEqual([402, 'PAYMENT_REQUIRED']);
      expect((await rea.get(`/v2/acme/shop/${path}`)).status).toBe(402);
      for (const client of [ada, bob]) {
        const response = await client.get(`/v2/acme/shop/${path}`);
        expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
      }
    }
  });
});

describe('bytes of publishers', () => {
  test.each([
    ['an HTML page', '<!doctype html><script>alert(document.domain)</script>', 'text/html'],
    ['an SVG image', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'image/svg+xml'],
  ])('%s is an attachment without a type, and never a manifest', async (_, text, contentType) => {
    const { ada, anybody, judge } = open();
    const repository = `acme/pages-${sha256Of(Buffer.from(text)).slice(-6)}`;
    const image = await ada.pushImage(repository, '1.0.0', [Buffer.from(text)]);
    await judge(`@${repository}`, image.digest);
    const response = await anybody.get(`/v2/${repository}/blobs/${layerOf(image)}`, { accept: contentType });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(await response.text()).toBe(text);

    for (const type of [contentType, `${contentType}; charset=utf-8`, imageType, '', 'nonsense', 'a/b;;;']) {
      const refused = await ada.putManifest(repository, 'page', Buffer.from(text), type);
      expect([refused.status, (await errorOf(refused)).code]).toEqual([400, 'MANIFEST_INVALID']);
    }
    for (const path of [
      '/v2/',
      `/v2/${repository}/manifests/1.0.0`,
      `/v2/${repository}/tags/list`,
      '/v2/token',
      '/downloads/x',
      '/v2/%3Cscript%3E/x/manifests/y',
    ]) {
      const { headers } = await anybody.get(path);
      expect([path, headers.get('x-content-type-options'), headers.get('content-security-policy')]).toEqual([path, 'nosniff', "sandbox; default-src 'none'"]);
      expect([path, headers.get('content-type')]).toEqual([path, expect.stringMatching(/^application\/(?:json|vnd\.oci\.)/)]);
    }
  });

  test('ranges, entity tags and conditions', async () => {
    const { ada, anybody, judge } = open();
    const text = 'abcdefghijklmnopqrstuvwxyz';
    const image = await ada.pushImage('acme/letters', '1.0.0', [Buffer.from(text)]);
    await judge('@acme/letters', image.digest);
    const path = `/v2/acme/letters/blobs/${layerOf(image)}`;
    const entityTag = `"${layerOf(image)}"`;
    const answer = async (headers: Record<string, string>) => {
      const response = await anybody.get(path, headers);
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await answer({})).toEqual([200, null, text]);
    expect(await answer({ range: 'bytes=0-2' })).toEqual([206, 'bytes 0-2/26', 'abc']);
    expect(await answer({ range: 'bytes=23-' })).toEqual([206, 'bytes 23-25/26', 'xyz']);
    expect(await answer({ range: 'bytes=-3' })).toEqual([206, 'bytes 23-25/26', 'xyz']);
    expect(await answer({ range: 'bytes=26-' })).toEqual([416, 'bytes */26', '']);
    expect(await answer({ range: 'bytes=0-2', 'if-range': entityTag })).toEqual([206, 'bytes 0-2/26', 'abc']);
    expect(await answer({ range: 'bytes=0-2', 'if-range': '"other"' })).toEqual([200, null, text]);
    expect(await answer({ 'if-none-match': entityTag })).toEqual([304, null, '']);
    const head = await anybody.head(path);
    expect([head.headers.get('etag'), head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([entityTag, '26', 'bytes']);
    expect((await anybody.get(`/v2/acme/letters/manifests/${image.digest}`, { 'if-none-match': `"${image.digest}"` })).status).toBe(304);
  });

  test('caches may keep what is public, free and admitted, for good by its digest, by its tag as long as they ask, and nothing else', async () => {
    const { ada, anybody, judge } = open();
    const image = await ada.pushImage('acme/cached', '1.0.0', [Buffer.from('cached')]);
    const control = async (client: Client, path: string) => (await client.get(`/v2/acme/cached/${path}`)).headers.get('cache-control');
    expect(await control(ada, `blobs/${layerOf(image)}`)).toBe('private, no-store');
    await judge('@acme/cached', image.digest);
    for (const path of [`blobs/${layerOf(image)}`, `manifests/${image.digest}`]) {
      expect([path, await control(anybody, path)]).toEqual([path, 'public, max-age=31536000, immutable']);
    }
    expect(await control(anybody, 'manifests/1.0.0')).toBe('public, no-cache');
    for (const path of ['tags/list', `referrers/${image.digest}`, 'manifests/none'])
      expect([path, await control(anybody, path)]).toEqual([path, 'private, no-store']);

    await ada.request('POST', '/v2/acme/cached-secret/blobs/uploads/', { headers: { 'gati-visibility': 'private' } });
    const secret = await ada.pushImage('acme/cached-secret', '1.0.0', [Buffer.from('cached secret')]);
    await judge('@acme/cached-secret', secret.digest);
    const { rea } = open();
    for (const path of [`blobs/${layerOf(secret)}`, `manifests/${secret.digest}`])
      expect((await rea.get(`/v2/acme/cached-secret/${path}`)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('the subject of a manifest is named in its header', async () => {
    const { ada } = open();
    const subject = { mediaType: imageType, digest: sha256Of(Buffer.from('not here yet')), size: 1 };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [], subject }));
    const pushed = await ada.putManifest('acme/subjects', sha256Of(bytes), bytes, indexType);
    expect([pushed.status, pushed.headers.get('oci-subject')]).toEqual([201, subject.digest]);
    expect((await ada.head(`/v2/acme/subjects/manifests/${sha256Of(bytes)}`)).headers.get('oci-subject')).toBe(subject.digest);
  });
});
