import { sha256Of } from '@gati/identifiers';
import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { as, errorOf, type Client } from './client.ts';
import { keyOf } from './fake-namespaces.ts';
import { inWorld } from './world.ts';

const open = inWorld(() => ({ limits: { openUploadsPerAccount: 40, blobSizeBytes: 3_000_000 } }));
const start = async (client: Client, repository: string): Promise<string> => {
  const response = await client.request('POST', `/v2/${repository}/blobs/uploads/`);
  expect(response.status).toBe(202);
  return response.headers.get('location') ?? '';
};
const chunk = (client: Client, method: 'PATCH' | 'PUT', location: string, bytes: Uint8Array, range?: string): Promise<Response> =>
  client.request(method, location, {
    body: bytes,
    headers: { 'content-type': 'application/octet-stream', ...(range === undefined ? {} : { 'content-range': range }) },
  });

describe('an upload', () => {
  test('in chunks ends as one blob, and says after each where it stands', async () => {
    const { ada } = open();
    const bytes = randomBytes(100_000);
    const location = await start(ada, 'acme/chunks');
    for (const [from, to] of [
      [0, 39_999],
      [40_000, 79_999],
      [80_000, 99_999],
    ] as const) {
      const response = await chunk(ada, 'PATCH', location, bytes.subarray(from, to + 1), `${from}-${to}`);
      expect([response.status, response.headers.get('range'), response.headers.get('location')]).toEqual([202, `0-${to}`, location]);
    }
    const done = await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`);
    expect([done.status, done.headers.get('docker-content-digest')]).toEqual([201, sha256Of(bytes)]);
    expect(Buffer.from(await (await ada.get(done.headers.get('location') ?? '')).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await ada.get(location)).status).toBe(404);
  });

  test('refuses a chunk at the wrong place and says where it goes on', async () => {
    const { ada } = open();
    const bytes = randomBytes(3000);
    const location = await start(ada, 'acme/order');
    await chunk(ada, 'PATCH', location, bytes.subarray(0, 1000), '0-999');
    for (const [method, range] of [
      ['PATCH', '2000-2999'],
      ['PATCH', '0-999'],
      ['PUT', '2000-2999'],
    ] as const) {
      const path = method === 'PUT' ? `${location}?digest=${sha256Of(bytes)}` : location;
      const [from = 0, to = 0] = range.split('-').map(Number);
      const response = await chunk(ada, method, path, bytes.subarray(from, to + 1), range);
      expect([method, response.status, response.headers.get('range')]).toEqual([method, 416, '0-999']);
    }
    const status = await ada.get(location);
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-999']);
    await chunk(ada, 'PATCH', location, bytes.subarray(1000, 2000));
    expect((await chunk(ada, 'PUT', `${location}?digest=${sha256Of(bytes)}`, bytes.subarray(2000), '2000-2999')).status).toBe(201);
  });

  test('whose connection is cut keeps what had arrived, and goes on from there', async () => {
    const { ada, door } = open();
    const bytes = randomBytes(1_000_000);
    const location = await start(ada, 'acme/cut');
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${door.url}${location}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${keyOf('ada')}`, 'content-length': bytes.length },
      });
      cut.on('error', () => resolve());
      cut.write(bytes.subarray(0, 600_000), () => setTimeout(() => cut.destroy(new Error('cut')), 50));
    });
    let stands = 0;
    for (let attempt = 0; attempt < 50 && stands === 0; attempt++) stands = Number((await ada.get(location)).headers.get('range')?.split('-')[1] ?? 0) + 1;
    expect(stands).toBeGreaterThan(1);
    const rest = await chunk(ada, 'PATCH', location, bytes.subarray(stands), `${stands}-${bytes.length - 1}`);
    expect(rest.status).toBe(202);
    expect((await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
  });

  test('can be given up', async () => {
    const { ada } = open();
    const location = await start(ada, 'acme/given-up');
    await chunk(ada, 'PATCH', location, Buffer.from('abc'));
    expect((await ada.delete(location)).status).toBe(204);
    expect((await ada.get(location)).status).toBe(404);
    expect((await errorOf(await chunk(ada, 'PATCH', location, Buffer.from('d')))).code).toBe('BLOB_UPLOAD_UNKNOWN');
  });

  test('belongs to the account that began it, in the repository it began in', async () => {
    const { ada, door } = open();
    const location = await start(ada, 'acme/own');
    const wim = as(door, 'wim');
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      expect((await wim.request(method, `${location}?digest=${sha256Of(Buffer.alloc(0))}`)).status).toBe(404);
      expect((await ada.request(method, `${location.replace('/own/', '/other/')}?digest=${sha256Of(Buffer.alloc(0))}`)).status).toBe(404);
    }
    expect((await ada.get(location)).status).toBe(204);
    expect((await ada.get('/v2/acme/own/blobs/uploads/..%2F..%2Fblobs')).status).toBe(404);
  });

  test('is one of a bounded number', async () => {
    const { door } = open();
    const wim = as(door, 'wim');
    for (let index = 0; index < 36; index++) await start(wim, 'acme/many-uploads');
    const atOnce = await Promise.all(Array.from({ length: 12 }, () => wim.request('POST', '/v2/acme/many-uploads/blobs/uploads/')));
    expect(atOnce.filter(({ status }) => status === 202)).toHaveLength(4);
    const refused = await wim.request('POST', '/v2/acme/many-uploads/blobs/uploads/');
    expect([refused.status, (await errorOf(refused)).detail.code]).toEqual([413, 'QUOTA_EXCEEDED']);
  });
});

describe('wrong bytes', () => {
  const bytes = Buffer.from('these bytes');
  const other = sha256Of(Buffer.from('other bytes'));

  test.each(['single POST', 'POST and PUT', 'PATCH and PUT', 'chunks'])('by %s are refused, and nothing is stored', async (way) => {
    const { ada, blobs, database } = { ...open(), blobs: open().door.blobs };
    const repository = 'acme/wrong';
    const answer = async (): Promise<Response> => {
      if (way === 'single POST') return ada.request('POST', `/v2/${repository}/blobs/uploads/?digest=${other}`, { body: bytes });
      const location = await start(ada, repository);
      if (way === 'POST and PUT') return chunk(ada, 'PUT', `${location}?digest=${other}`, bytes);
      await chunk(ada, 'PATCH', location, bytes.subarray(0, 5), ...(way === 'chunks' ? ['0-4'] : []));
      if (way === 'PATCH and PUT') await chunk(ada, 'PATCH', location, bytes.subarray(5));
      return chunk(ada, 'PUT', `${location}?digest=${other}`, way === 'chunks' ? bytes.subarray(5) : Buffer.alloc(0), ...(way === 'chunks' ? ['5-10'] : []));
    };
    const refused = await answer();
    expect([refused.status, await errorOf(refused)]).toMatchObject([400, { code: 'DIGEST_INVALID', detail: { code: 'DIGEST_INVALID' } }]);
    for (const digest of [other, sha256Of(bytes)]) {
      expect((await ada.head(`/v2/${repository}/blobs/${digest}`)).status).toBe(404);
      expect(await blobs.stat(digest)).toBeNull();
    }
    expect(await database.client.blob.count({ where: { digest: { in: [other, sha256Of(bytes)] } } })).toBe(0);
  });

  test.each([
    ['more than the range says', '0-4', 'SIZE_INVALID'],
    ['fewer than the range says', '0-99', 'SIZE_INVALID'],
    ['a range that is none', 'first-last', 'BLOB_UPLOAD_INVALID'],
    ['a range that runs backwards', '9-0', 'BLOB_UPLOAD_INVALID'],
  ])('%s', async (_, range, code) => {
    const { ada } = open();
    const location = await start(ada, 'acme/lengths');
    const refused = await chunk(ada, 'PATCH', location, bytes, range);
    expect([refused.status, (await errorOf(refused)).code]).toEqual([400, code]);
  });

  test.each([['0-4'], ['0-99']])('a stream without a length against the range %s', async (range) => {
    const { ada } = open();
    const location = await start(ada, 'acme/streams');
    const body = new ReadableStream({ start: (controller) => (controller.enqueue(new Uint8Array(bytes)), controller.close()) });
    const refused = await ada.request('PATCH', location, { body, duplex: 'half', headers: { 'content-range': range } });
    expect([refused.status, (await errorOf(refused)).code]).toEqual([400, 'SIZE_INVALID']);
  });

  test.each(['', 'sha256:abc', 'md5:d41d8cd98f00b204e9800998ecf8427e', `sha256:${'A'.repeat(64)}`])(
    'the digest «%s» is none, and the session stays',
    async (digest) => {
      const { ada } = open();
      const location = await start(ada, 'acme/digests');
      const refused = await ada.request('PUT', `${location}?digest=${encodeURIComponent(digest)}`);
      expect([refused.status, (await errorOf(refused)).code]).toEqual([400, 'DIGEST_INVALID']);
      expect((await ada.delete(location)).status).toBe(204);
    },
  );

  test('more than a blob may have is refused', async () => {
    const { ada } = open();
    const large = Buffer.alloc(3_000_001);
    const refused = await ada.request('POST', `/v2/acme/large/blobs/uploads/?digest=${sha256Of(large)}`, { body: large });
    expect([refused.status, (await errorOf(refused)).code]).toEqual([413, 'SIZE_INVALID']);
  });
});

test('blobs may be named by SHA-512', async () => {
  const { ada } = open();
  const bytes = randomBytes(5000);
  const digest = await ada.pushBlob('acme/long', bytes, 'sha512');
  const location = await start(ada, 'acme/long');
  await chunk(ada, 'PATCH', location, bytes);
  expect((await ada.request('PUT', `${location}?digest=${digest}`)).headers.get('docker-content-digest')).toBe(digest);
  expect(Buffer.from(await (await ada.get(`/v2/acme/long/blobs/${digest}`)).arrayBuffer()).equals(bytes)).toBe(true);
});

test('the same bytes by every way at once, beside pushes of manifests, are one blob, and nobody waits for ever', async () => {
  const { ada, database } = open();
  const bytes = randomBytes(2000);
  const digest = sha256Of(bytes);
  const bySession = async (): Promise<number> => {
    const location = await start(ada, 'acme/crowd');
    await chunk(ada, 'PATCH', location, bytes);
    return (await ada.request('PUT', `${location}?digest=${digest}`)).status;
  };
  const atOnce = async (): Promise<number> => (await ada.request('POST', `/v2/acme/crowd/blobs/uploads/?digest=${digest}`, { body: bytes })).status;
  const byManifest = async (): Promise<number> => {
    await ada.pushImage('acme/crowd', 'next', [bytes]);
    return 201;
  };
  const statuses = await Promise.all(Array.from({ length: 12 }, () => [bySession(), atOnce(), byManifest()]).flat());
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(await database.client.blob.count({ where: { digest } })).toBe(1);
});
