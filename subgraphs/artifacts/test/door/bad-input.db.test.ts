import { RegistryError } from '@gati/errors';
import { createFilesystemBlobStore, UploadOffsetError, type BlobStore } from '@gati/blob-store';
import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { as, emptyConfig, errorOf, imageType, indexType } from './client.ts';
import { openDoor } from './door.ts';
import { keyOf } from './fake-namespaces.ts';
import { codesOf, slowRequest } from './slow-request.ts';
import { inWorld } from './world.ts';

const open = inWorld();
const codeOf = async (response: Response): Promise<readonly [number, string]> => [response.status, (await errorOf(response)).code];
/** Files of writes that are under way. */
const leftovers = (): Promise<readonly string[]> => readdir(join(open().folder, 'temporary'));
const kept = async (): Promise<object> => {
  const { client } = open().database;
  return { blobs: await client.blob.count(), manifests: await client.manifest.count(), versions: await client.version.count(), files: await leftovers() };
};
/** Whatever a test sends, the same process answers afterwards. */
afterEach(async () => {
  const { ada } = open();
  expect((await ada.get('/v2/')).status).toBe(200);
  expect(await leftovers()).toEqual([]);
});

describe('bytes that are not what was said', () => {
  const bytes = Buffer.from('these bytes, and no others');
  const path = (digest: string, repository = 'acme/bytes'): string => `/v2/${repository}/blobs/uploads/?digest=${encodeURIComponent(digest)}`;
  const digest = sha256Of(bytes);

  test.each([
    ['another digest', sha256Of(Buffer.from('others')), bytes],
    ['bytes behind the end', digest, Buffer.concat([bytes, Buffer.from('!')])],
    ['a byte too few', digest, bytes.subarray(1)],
    ['nothing', digest, Buffer.alloc(0)],
    ['another SHA-512', digestOf(Buffer.from('others'), 'sha512'), bytes],
    ['an algorithm that nobody knows', 'md5:d41d8cd98f00b204e9800998ecf8427e', bytes],
    ['an algorithm without a name', `:${'0'.repeat(64)}`, bytes],
    ['upper-case digits', digest.toUpperCase().replace('SHA256', 'sha256'), bytes],
    ['too few digits', digest.slice(0, -1), bytes],
    ['SHA-512 of the length of SHA-256', digest.replace('sha256', 'sha512'), bytes],
    ['a path', 'sha256:../../../../etc/passwd', bytes],
  ])('%s', async (_, stated, sent) => {
    const { ada } = open();
    const before = await kept();
    expect(await codeOf(await ada.request('POST', path(stated), { body: sent }))).toEqual([400, 'DIGEST_INVALID']);
    expect(await kept()).toEqual(before);
    expect((await ada.head(`/v2/acme/bytes/blobs/${encodeURIComponent(stated)}`)).status).toBeGreaterThanOrEqual(400);
  });

  test('a body that ends before its stated length', async () => {
    const { ada, door } = open();
    const before = await kept();
    const request = slowRequest(door, 'ada', 'POST', path(digest), { 'content-length': bytes.length });
    await request.send(bytes.subarray(0, 10));
    await wait(50);
    request.cut();
    await expect(request.answer).rejects.toThrow();
    for (let attempt = 0; (await leftovers()).length > 0 && attempt < 100; attempt++) await wait(20);
    expect(await kept()).toEqual(before);
    expect((await ada.head(`/v2/acme/bytes/blobs/${digest}`)).status).toBe(404);
  });

  test('chunked, without any length', async () => {
    const { door } = open();
    const before = await kept();
    const request = slowRequest(door, 'ada', 'POST', path(sha256Of(Buffer.from('others'))), { 'transfer-encoding': 'chunked' });
    await request.send(bytes);
    request.end();
    const answer = await request.answer;
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'DIGEST_INVALID', 'DIGEST_INVALID']);
    expect(await kept()).toEqual(before);
  });
});

describe('a document that is no manifest, or two', () => {
  const empty = { mediaType: emptyConfig.mediaType, digest: sha256Of(emptyConfig.bytes), size: 2 };
  const image = { schemaVersion: 2, mediaType: imageType, config: empty, layers: [] };
  const index = { schemaVersion: 2, mediaType: indexType, manifests: [] };
  const text = JSON.stringify(image);

  test.each([
    ['layers and manifests', JSON.stringify({ ...image, manifests: [] }), imageType],
    ['manifests and layers', JSON.stringify({ ...index, layers: [] }), indexType],
    ['an index that calls itself an image', JSON.stringify(index), imageType],
    ['an image under the header of Docker’s', text, 'application/vnd.docker.distribution.manifest.v2+json'],
    ['an image in the clothes of an index', JSON.stringify({ ...image, mediaType: undefined }), indexType],
    ['a key twice', text.replace('"layers":[]', '"layers":[],"layers":[]'), imageType],
    ['a key twice, once escaped', text.replace('"layers":[]', '"layers":[],"\\u006cayers":[]'), imageType],
    ['a key twice deep inside', text.replace('"size":2', '"size":2,"size":3'), imageType],
    ['a key in other case', JSON.stringify({ ...image, Layers: [] }), imageType],
    ['nested without end', `${text.slice(0, -1)},"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, imageType],
    ['half a document', text.slice(0, -5), imageType],
    ['two documents', `${text}${text}`, imageType],
    ['a list', '[]', imageType],
    ['nothing', '', imageType],
  ])('%s', async (_, content, contentType) => {
    const { ada } = open();
    await ada.pushBlob('acme/documents', emptyConfig.bytes);
    const before = await kept();
    expect(await codeOf(await ada.putManifest('acme/documents', 'next', Buffer.from(content), contentType))).toEqual([400, 'MANIFEST_INVALID']);
    expect(await kept()).toEqual(before);
  });

  test('of more than 4 MiB, whether it says so or not', async () => {
    const { ada, door } = open();
    const content = Buffer.from(JSON.stringify({ ...image, annotations: { filler: 'x'.repeat(4 * 1024 ** 2) } }));
    const before = await kept();
    expect(await codeOf(await ada.putManifest('acme/documents', 'next', content))).toEqual([413, 'SIZE_INVALID']);
    const silent = slowRequest(door, 'ada', 'PUT', '/v2/acme/documents/manifests/next', { 'content-type': imageType, 'transfer-encoding': 'chunked' });
    await silent.send(content).catch(() => {});
    silent.end();
    const answer = await silent.answer;
    expect([answer.status, ...codesOf(answer)]).toEqual([413, 'SIZE_INVALID', 'QUOTA_EXCEEDED']);
    expect(await kept()).toEqual(before);
  });

  test('that names what is not there: a layer, a child, itself', async () => {
    const { ada } = open();
    await ada.pushBlob('acme/documents', emptyConfig.bytes);
    const before = await kept();
    const missing = sha256Of(randomBytes(8));
    const asChild = (digest: Digest) => Buffer.from(JSON.stringify({ ...index, manifests: [{ mediaType: indexType, digest, size: 100 }] }));
    const cases: readonly (readonly [Buffer, string])[] = [
      [Buffer.from(JSON.stringify({ ...image, layers: [{ mediaType: 'application/octet-stream', digest: missing, size: 8 }] })), imageType],
      [asChild(missing), indexType],
      // As near to a circle as anyone can come: the digest of a document decides the document.
      [asChild(sha256Of(asChild(missing))), indexType],
    ];
    for (const [content, type] of cases)
      expect(await codeOf(await ada.putManifest('acme/documents', 'next', content, type))).toEqual([400, 'MANIFEST_BLOB_UNKNOWN']);
    expect(await kept()).toEqual(before);
  });

  test('a subject may be missing', async () => {
    const { ada } = open();
    await ada.pushBlob('acme/documents', emptyConfig.bytes);
    const subject = { mediaType: imageType, digest: sha256Of(randomBytes(8)), size: 100 };
    const answer = await ada.putManifest('acme/documents', 'early', Buffer.from(JSON.stringify({ ...image, subject })));
    expect([answer.status, answer.headers.get('oci-subject')]).toEqual([201, subject.digest]);
  });
});

describe('names and numbers', () => {
  test.each([
    ['acme/..', 'NAME_INVALID'],
    ['acme/..%2f..%2fetc', 'NAME_INVALID'],
    ['acme%2f..%2fblue/x', 'NAME_INVALID'],
    ['..', 'NAME_INVALID'],
    ['acme/x/y', 'NAME_INVALID'],
    ['Acme/x', 'NAME_INVALID'],
    ['acme/ünï', 'NAME_INVALID'],
    ['acme/%F0%9F%92%A9', 'NAME_INVALID'],
    ['acme/а', 'NAME_INVALID'],
    ['acme/x%00', 'NAME_INVALID'],
    ['acme/x%0d%0aset-cookie:a', 'NAME_INVALID'],
    [`acme/${'x'.repeat(300)}`, 'NAME_INVALID'],
    [`${'x'.repeat(300)}/x`, 'NAME_INVALID'],
    ['acme/-x', 'NAME_INVALID'],
  ])('the repository %s is none', async (repository, code) => {
    const { door } = open();
    const before = await kept();
    // As it is: fetch would tidy the path.
    const request = slowRequest(door, 'ada', 'POST', `/v2/${encodeURI(decodeIfPlain(repository))}/blobs/uploads/`, { 'content-length': 0 });
    request.end();
    const answer = await request.answer;
    expect([answer.status, codesOf(answer)[0], answer.headers['set-cookie']]).toEqual([400, code, undefined]);
    expect(await kept()).toEqual(before);
  });

  test.each(['.hidden', 'a b', 'x'.repeat(129), 'a/b', '-x', 'ünï', '@', '%00'])('the tag «%.20s» is none', async (tag) => {
    const { ada } = open();
    const response = await ada.putManifest('acme/tags', encodeURIComponent(tag), Buffer.from('{}'));
    expect([400, 404, 405]).toContain(response.status);
    expect((await errorOf(response)).code).not.toBe('UNKNOWN');
  });

  test('a page of a thousand million tags is one of at most 1000, and takes no more memory; less than none is refused', async () => {
    const { ada, database } = open();
    await ada.pushImage('acme/paged', '0.0.1', [Buffer.from('paged')]);
    const { id: artifactId } = await database.client.artifact.findUniqueOrThrow({ where: { name: '@acme/paged' } });
    const { id: manifestId } = await database.client.manifest.findFirstOrThrow({ where: { artifactId } });
    await database.client.$executeRaw`
      insert into artifacts.label (artifact_id, name, manifest_id, updated_at)
      select ${artifactId}::uuid, 'label-' || n, ${manifestId}::uuid, now() from generate_series(1, 20000) n`;
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 20; round++) {
      const page = await ada.get('/v2/acme/paged/tags/list?n=1000000000');
      expect(((await page.json()) as { tags: string[] }).tags).toHaveLength(1000);
      expect(page.headers.get('link')).toContain('n=1000');
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
    for (const n of ['-1', '1.5', 'x', '1e9', '0x10']) expect(await codeOf(await ada.get(`/v2/acme/paged/tags/list?n=${n}`))).toEqual([400, 'UNSUPPORTED']);
    expect(((await (await ada.get('/v2/acme/paged/tags/list?n=0')).json()) as { tags: string[] }).tags).toEqual([]);
  });
});

/** All that comes on one connection that stays open: a client takes what is behind the stated length for its next answer. */
function pull(door: { readonly url: string }, path: string, range: string | undefined): Promise<{ readonly stated: number; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    const end = (): void => {
      const all = Buffer.concat(pieces);
      const [head = ''] = all.toString('latin1').split('\r\n\r\n', 1);
      resolve({ stated: Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Infinity), body: all.subarray(head.length + 4) });
    };
    socket.on('data', (piece) => pieces.push(piece));
    socket.once('error', reject).once('close', end);
    setTimeout(() => socket.destroy(), 1_000);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keyOf('ada')}\r\n${range === undefined ? '' : `Range: ${range}\r\n`}\r\n`);
  });
}

/** What a test wrote as percent signs stays; everything else is encoded once. */
const decodeIfPlain = (text: string): string => (text.includes('%') ? decodeURI(text.replaceAll(/%(?=2f|00|0d|0a)/gi, '%25')).replaceAll('%25', '%') : text);

describe('a store that fails', () => {
  const unavailable = () => new RegistryError('UPSTREAM_UNAVAILABLE', { what: 'The blob store' });
  const fail = (make: () => Error) => async (): Promise<never> => {
    throw make();
  };
  /** The store of this door with some of its functions spoilt. */
  async function withStore<T>(
    spoil: (honest: BlobStore) => Partial<BlobStore>,
    work: (client: ReturnType<typeof as>, door: Awaited<ReturnType<typeof openDoor>>) => Promise<T>,
  ): Promise<T> {
    const { database, folder } = open();
    const honest = createFilesystemBlobStore({ folder });
    const door = await openDoor({ database, folder, overrides: { blobs: { ...honest, ...spoil(honest) } } });
    try {
      const result = await work(as(door, 'ada'), door);
      expect((await as(door, 'ada').get('/v2/')).status, 'the process lives').toBe(200);
      return result;
    } finally {
      await door.close();
    }
  }

  test.each<readonly [string, Partial<BlobStore>, number]>([
    ['is full', { write: fail(unavailable), append: fail(unavailable), begin: fail(unavailable) }, 503],
    ['is gone', { write: fail(() => new Error('connect ECONNREFUSED')), begin: fail(() => new Error('connect ECONNREFUSED')) }, 500],
    ['says it has written what it has not', { stat: () => Promise.resolve(null) }, 503],
    ['has written less than it says', { stat: async () => ({ sizeBytes: 3, storedAt: new Date() }) }, 503],
  ])('a push where it %s is refused, nothing is named, and the same push succeeds when it is well again', async (_, spoilt, status) => {
    const bytes = randomBytes(1000);
    const path = `/v2/acme/failing/blobs/uploads/?digest=${sha256Of(bytes)}`;
    await withStore(
      () => spoilt,
      async (client) => {
        expect(await codeOf(await client.request('POST', path, { body: bytes }))).toEqual([status, 'UNKNOWN']);
        expect((await client.head(`/v2/acme/failing/blobs/${sha256Of(bytes)}`)).status).toBe(404);
      },
    );
    const { ada, database } = open();
    expect(await database.client.blob.count({ where: { digest: sha256Of(bytes) } })).toBe(0);
    expect((await ada.request('POST', path, { body: bytes })).status).toBe(201);
  });

  test('a session outlives a disk that is full for a while', async () => {
    const bytes = randomBytes(50_000);
    let isFull = false;
    await withStore(
      (honest) => ({
        append: (...all) => (isFull ? fail(unavailable)() : honest.append(...all)),
        commit: (...all) => (isFull ? fail(unavailable)() : honest.commit(...all)),
      }),
      async (client) => {
        const location = (await client.request('POST', '/v2/acme/failing/blobs/uploads/')).headers.get('location') ?? '';
        const chunk = (from: number, to: number) =>
          client.request('PATCH', location, { body: bytes.subarray(from, to), headers: { 'content-range': `${from}-${to - 1}` } });
        expect((await chunk(0, 20_000)).status).toBe(202);
        isFull = true;
        expect(await codeOf(await chunk(20_000, 50_000))).toEqual([503, 'UNKNOWN']);
        expect((await client.get(location)).headers.get('range')).toBe('0-19999');
        isFull = false;
        expect((await chunk(20_000, 50_000)).status).toBe(202);
        isFull = true;
        expect(await codeOf(await client.request('PUT', `${location}?digest=${sha256Of(bytes)}`))).toEqual([503, 'UNKNOWN']);
        isFull = false;
        expect((await client.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
      },
    );
  });

  test('a store that stands elsewhere than it said decides the place', async () => {
    await withStore(
      () => ({
        append: fail(() => new UploadOffsetError(7)),
      }),
      async (client) => {
        const location = (await client.request('POST', '/v2/acme/failing/blobs/uploads/')).headers.get('location') ?? '';
        const refused = await client.request('PATCH', location, { body: Buffer.from('x'), headers: { 'content-range': '0-0' } });
        expect([refused.headers.get('range'), ...(await codeOf(refused))]).toEqual(['0-6', 416, 'BLOB_UPLOAD_INVALID']);
      },
    );
  });

  test('a slow one holds up nobody else', async () => {
    const bytes = randomBytes(100);
    await withStore(
      (honest) => ({
        write: async (body, options) => {
          await wait(1_500);
          return honest.write(body, options);
        },
      }),
      async (client) => {
        const push = client.request('POST', `/v2/acme/failing/blobs/uploads/?digest=${sha256Of(bytes)}`, { body: bytes });
        const startedAt = performance.now();
        expect((await client.get('/v2/acme/failing/tags/list')).status).toBe(200);
        expect(performance.now() - startedAt).toBeLessThan(1_000);
        expect((await push).status).toBe(201);
      },
    );
  });

  test.each([
    ['breaks off', (honest: Buffer) => Readable.from([honest.subarray(0, 70_000)], { objectMode: false })],
    ['gives more', (honest: Buffer) => Readable.from([honest, Buffer.from('HTTP/1.1 200 OK\r\n\r\n')], { objectMode: false })],
    [
      'fails in the midst',
      (honest: Buffer) =>
        Readable.from(
          (async function* () {
            yield honest.subarray(0, 70_000);
            await wait(20);
            throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
          })(),
          { objectMode: false },
        ),
    ],
  ])('a pull where it %s is cut before the next answer, by one range or several', async (way, spoil) => {
    const { ada } = open();
    const bytes = randomBytes(200_000);
    const digest = await ada.pushBlob('acme/failing', bytes);
    await withStore(
      () => ({ open: async (_digest, range) => ({ sizeBytes: bytes.length, body: spoil(range ? bytes.subarray(range.start, range.end + 1) : bytes) }) }),
      async (_client, door) => {
        for (const range of [undefined, 'bytes=0-99999', 'bytes=0-99999,100000-199999']) {
          const { stated, body } = await pull(door, `/v2/acme/failing/blobs/${digest}`, range);
          const isCut = body.length < stated;
          expect([range, isCut || way === 'gives more', body.length <= stated]).toEqual([range, true, true]);
        }
      },
    );
  });

  test('a pull of what is gone is refused, and so is one of a store that is gone', async () => {
    const { ada } = open();
    const digest = await ada.pushBlob('acme/failing', randomBytes(100_000));
    await withStore(
      () => ({ open: async () => null }),
      async (client) => expect(await codeOf(await client.get(`/v2/acme/failing/blobs/${digest}`))).toEqual([404, 'BLOB_UNKNOWN']),
    );
    await withStore(
      () => ({ open: fail(unavailable) }),
      async (client) => expect(await codeOf(await client.get(`/v2/acme/failing/blobs/${digest}`))).toEqual([503, 'UNKNOWN']),
    );
  });
});
