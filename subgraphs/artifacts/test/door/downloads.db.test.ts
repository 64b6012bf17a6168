import { manualClock } from '@gati/clock';
import { anonymous } from '@gati/authority';
import { sha256Of } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import { as, clientOf } from './client.ts';
import { inWorld } from './world.ts';

const clock = manualClock(new Date());
const open = inWorld(() => ({ clock }));

async function published(repository: string) {
  const { ada, judge, database } = open();
  const bytes = Buffer.from(`bytes of ${repository}`);
  const image = await ada.pushImage(repository, '1.0.0', [bytes]);
  await judge(`@${repository}`, image.digest);
  const version = await database.client.version.findFirstOrThrow({ where: { digest: image.digest } });
  return { bytes, image, digest: sha256Of(bytes), versionId: version.id, artifactId: version.artifactId };
}
const counted = async (artifactId: string): Promise<number> => {
  const { door, database } = open();
  await door.artifacts.downloads.flush();
  return Number((await database.client.artifact.findUniqueOrThrow({ where: { id: artifactId } })).downloadCount);
};

describe('a ticket', () => {
  test('gives the bytes without credentials, with ranges and an entity tag, and nothing of it can act as our origin', async () => {
    const { door } = open();
    const { bytes, digest, versionId, artifactId } = await published('acme/ticket');
    const link = door.artifacts.issueDownloadTicket(anonymous, { digest, versionId, artifactId, isPublic: true });
    expect(link.expiresAt.getTime() - clock().getTime()).toBe(60_000);
    const stranger = clientOf({ url: '' }, null);
    const whole = await stranger.get(link.url);
    expect([whole.status, Buffer.from(await whole.arrayBuffer()).equals(bytes)]).toEqual([200, true]);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      etag: `"${digest}"`,
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringMatching(/^attachment/),
    });
    const part = await stranger.get(link.url, { range: 'bytes=6-', 'if-range': `"${digest}"` });
    expect([part.status, await part.text()]).toEqual([206, bytes.subarray(6).toString()]);
    expect((await stranger.head(link.url)).headers.get('content-length')).toBe(String(bytes.length));
    expect((await stranger.get(link.url, { 'if-none-match': `"${digest}"` })).status).toBe(304);
    const own = door.artifacts.issueDownloadTicket(anonymous, { digest, versionId, artifactId, isPublic: false });
    expect((await stranger.get(own.url)).headers.get('cache-control')).toBe('private, no-store');
  });

  test('opens several ranges at once, each with its place, and everything to who has other bytes', async () => {
    const { door } = open();
    const { bytes, digest, versionId, artifactId } = await published('acme/parts');
    const { url } = door.artifacts.issueDownloadTicket(anonymous, { digest, versionId, artifactId, isPublic: true });
    const stranger = clientOf({ url: '' }, null);
    const answer = await stranger.get(url, { range: 'bytes=0-4, -3', 'if-range': `"${digest}"` });
    const text = await answer.text();
    const boundary = /^multipart\/byteranges; boundary=(\S+)$/.exec(answer.headers.get('content-type') ?? '')?.[1];
    expect([answer.status, answer.headers.get('content-length')]).toEqual([206, String(text.length)]);
    const part = (from: number, to: number): string =>
      `\r\n--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${from}-${to}/${bytes.length}\r\n\r\n${bytes.subarray(from, to + 1).toString()}`;
    expect(text).toBe(`${part(0, 4)}${part(bytes.length - 3, bytes.length - 1)}\r\n--${boundary}--\r\n`);
    for (const stale of [`"sha256:${'0'.repeat(64)}"`, `W/"${digest}"`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      const whole = await stranger.get(url, { range: 'bytes=0-4, -3', 'if-range': stale });
      expect([whole.status, await whole.text()]).toEqual([200, bytes.toString()]);
    }
    const behind = await stranger.get(url, { range: 'bytes=5000-, 6000-' });
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
  });

  test('tells of a blob without touching the store', async () => {
    const { door, ada } = open();
    const { bytes, digest, versionId, artifactId } = await published('acme/told');
    const { url } = door.artifacts.issueDownloadTicket(anonymous, { digest, versionId, artifactId, isPublic: true });
    await door.blobs.remove(digest);
    for (const answer of [await clientOf({ url: '' }, null).head(url), await ada.head(`/v2/acme/told/blobs/${digest}`)])
      expect([answer.status, answer.headers.get('content-length'), answer.headers.get('etag')]).toEqual([200, String(bytes.length), `"${digest}"`]);
  });

  test('opens nothing once it has expired, or was changed', async () => {
    const { door } = open();
    const { digest, versionId, artifactId } = await published('acme/expiring');
    const { url } = door.artifacts.issueDownloadTicket(anonymous, { digest, versionId, artifactId, isPublic: true });
    const stranger = clientOf({ url: '' }, null);
    expect((await stranger.get(`${url.slice(0, -2)}xx`)).status).toBe(404);
    expect((await stranger.get(`${door.url}/downloads/`)).status).toBe(404);
    expect((await stranger.get(`${door.url}/downloads/a.b`)).status).toBe(404);
    clock.advance(60_000);
    expect((await stranger.get(url)).status).toBe(403);
  });
});

describe('what caches may keep', () => {
  const headersOf = async (answer: Response) => {
    await answer.arrayBuffer();
    return [answer.status, answer.headers.get('cache-control'), answer.headers.get('surrogate-key'), answer.headers.get('vary')];
  };
  const forGood = 'public, max-age=31536000, immutable';

  test('for good what is public and named by digest, asked again what a tag leads to, and nothing that is for one caller', async () => {
    const { anybody, ada } = open();
    const { digest, image, artifactId } = await published('acme/kept');
    const key = `artifact-${artifactId}`;
    for (const path of [`blobs/${digest}`, `manifests/${image.digest}`]) {
      expect(await headersOf(await anybody.get(`/v2/acme/kept/${path}`))).toEqual([200, forGood, key, null]);
      expect(await headersOf(await ada.get(`/v2/acme/kept/${path}`))).toEqual([200, 'private, no-store', null, null]);
    }
    for (const tag of ['1.0.0', 'latest']) {
      expect(await headersOf(await anybody.get(`/v2/acme/kept/manifests/${tag}`))).toEqual([200, 'public, no-cache', key, null]);
      const again = await anybody.get(`/v2/acme/kept/manifests/${tag}`, { 'if-none-match': `"${image.digest}"`, accept: 'text/html' });
      expect(await headersOf(again)).toEqual([304, 'public, no-cache', key, null]);
    }
    expect(await headersOf(await anybody.get(`/v2/acme/kept/manifests/none`))).toEqual([404, 'private, no-store', null, null]);
    expect(await headersOf(await anybody.get('/v2/acme/kept/tags/list'))).toEqual([200, 'private, no-store', null, null]);
  });

  test('nothing of what is staged or private', async () => {
    const { ada, rea, database } = open();
    const staged = await ada.pushImage('acme/waits', '1.0.0', [Buffer.from('waits')]);
    expect(await headersOf(await ada.get(`/v2/acme/waits/manifests/${staged.digest}`))).toEqual([200, 'private, no-store', null, null]);
    const { image, artifactId } = await published('acme/hidden');
    await database.client.artifact.update({ where: { id: artifactId }, data: { visibility: 'private' } });
    expect(await headersOf(await rea.get(`/v2/acme/hidden/manifests/${image.digest}`))).toEqual([200, 'private, no-store', null, null]);
  });
});

describe('downloads are counted', () => {
  test('once for each client, version and day, by whatever way it takes it', async () => {
    const { door, ada, anybody, database } = open();
    const { digest, image, versionId, artifactId } = await published('acme/counted');
    expect(await counted(artifactId)).toBe(0);
    await ada.head('/v2/acme/counted/manifests/1.0.0');
    await anybody.get('/v2/acme/counted/manifests/1.0.0', { 'gati-purpose': 'verification' });
    expect(await counted(artifactId)).toBe(0);
    for (const reference of ['1.0.0', '1.0.0', 'latest', image.digest]) await anybody.get(`/v2/acme/counted/manifests/${reference}`);
    expect(await counted(artifactId)).toBe(1);
    await anybody.get('/v2/acme/counted/manifests/1.0.0', { 'user-agent': 'another program' });
    expect(await counted(artifactId)).toBe(2);
    for (let time = 0; time < 3; time++) await ada.get('/v2/acme/counted/manifests/1.0.0');
    const { url } = door.artifacts.issueDownloadTicket(await door.namespaces.authenticate('Bearer gati_ada', '127.0.0.1'), {
      digest,
      versionId,
      artifactId,
      isPublic: true,
    });
    await (await fetch(url)).arrayBuffer();
    expect(await counted(artifactId)).toBe(3);
    await as(door, 'bob').get('/v2/acme/counted/manifests/1.0.0');
    expect(await counted(artifactId)).toBe(4);
    clock.advance(24 * 60 * 60 * 1000);
    await ada.get('/v2/acme/counted/manifests/1.0.0');
    expect(await counted(artifactId)).toBe(5);
    expect(await database.client.downloadDay.findMany({ where: { versionId }, orderBy: { day: 'asc' } })).toMatchObject([{ count: 4 }, { count: 1 }]);
  });

  test('many at once, each client once', async () => {
    const { door, database } = open();
    const { versionId, artifactId } = await published('acme/popular');
    for (let index = 0; index < 5000; index++)
      door.artifacts.downloads.note({ artifactId, versionId }, { accountId: null, address: `client ${index % 1000}`, userAgent: 'x' });
    expect(await counted(artifactId)).toBe(1000);
    expect(await database.client.downloadSeen.count({ where: { versionId } })).toBe(1000);
  });

  test('search is told of many at once', async () => {
    const { anybody, facts, database } = open();
    const { artifactId } = await published('acme/announced');
    const before = await facts();
    await anybody.get('/v2/acme/announced/manifests/1.0.0');
    await counted(artifactId);
    clock.advance(15_000);
    await anybody.get('/v2/acme/announced/manifests/1.0.0', { 'user-agent': 'again' });
    await counted(artifactId);
    expect(
      (await facts())
        .slice(before.length)
        .filter(({ payload }) => (payload as { artifactId: string }).artifactId === artifactId)
        .map(({ name }) => name),
    ).toEqual(['artifact.counted']);
    expect(await database.client.artifact.findUnique({ where: { id: artifactId } })).toMatchObject({ revision: 2n });
  });

  test('of a version that is not served count nothing', async () => {
    const { ada, database } = open();
    const { digest } = await ada.pushImage('acme/uncounted', '1.0.0', [Buffer.from('uncounted')]);
    await ada.get('/v2/acme/uncounted/manifests/1.0.0');
    const { artifactId } = await database.client.version.findFirstOrThrow({ where: { digest } });
    expect(await counted(artifactId)).toBe(0);
  });
});
