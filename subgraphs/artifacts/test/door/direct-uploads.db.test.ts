import { createS3BlobStore } from '@gati/blob-store/s3';
import { makeBucket, startStubPeer, type S3Peer } from '@gati/blob-store/peers';
import { sha256Of } from '@gati/identifiers';
import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { errorOf, as, type Client } from './client.ts';
import { inWorld } from './world.ts';

const peer = await startStubPeer();
const bucket = await makeBucket(peer);
const storeOver = ({ endpoint, region, accessKeyId, secretAccessKey }: S3Peer) => createS3BlobStore({ endpoint, region, bucket, accessKeyId, secretAccessKey });
const store = storeOver(peer);
const calls: string[] = [];
const watched = {
  ...store,
  write: (...parameters: Parameters<typeof store.write>) => (calls.push('write'), store.write(...parameters)),
  append: (...parameters: Parameters<typeof store.append>) => (calls.push('append'), store.append(...parameters)),
};
const open = inWorld(() => ({ overrides: { blobs: watched }, limits: { blobSizeBytes: 30_000_000 } }));
const onFiles = inWorld();
afterAll(async () => {
  store.close();
  await peer.close();
});

const asking = { 'gati-direct-upload': '1' };
const start = async (client: Client, repository: string, headers: Record<string, string> = asking): Promise<Response> => {
  const begun = await client.request('POST', `/v2/${repository}/blobs/uploads/`, { headers });
  expect(begun.status).toBe(202);
  return begun;
};
const locationOf = (answer: Response): string => answer.headers.get('location') ?? '';
const linkFor = (client: Client, location: string, bytes: Uint8Array, offset: number): Promise<Response> =>
  client.request('POST', `${location}?offset=${offset}&size=${bytes.byteLength}&digest=${sha256Of(bytes)}`);
const sendPart = async (client: Client, location: string, bytes: Uint8Array, offset: number, sent: Uint8Array = bytes): Promise<number> => {
  const answer = await linkFor(client, location, bytes, offset);
  expect(answer.status, await answer.clone().text()).toBe(200);
  const { url, headers } = (await answer.json()) as { url: string; headers: Record<string, string> };
  return (await fetch(url, { method: 'PUT', headers, body: Uint8Array.from(sent) })).status;
};
const leftovers = (): readonly string[] => peer.stub.keys(bucket).filter((key) => key.startsWith('uploads/'));

test('parts that a client sends to the store, in any order, become a blob when the registry has hashed them', async () => {
  const { ada, anybody } = open();
  const bytes = randomBytes(12_000_000);
  const begun = await start(ada, 'acme/direct');
  expect(begun.headers.get('gati-direct-upload')).toBe('1');
  const location = locationOf(begun);
  expect(await sendPart(ada, location, bytes.subarray(7_000_000), 7_000_000)).toBe(200);
  expect((await ada.get(location)).headers.get('range')).toBe('0-0');
  expect(await sendPart(ada, location, bytes.subarray(0, 7_000_000), 0)).toBe(200);
  const standing = await ada.get(location, asking);
  expect([standing.headers.get('range'), standing.headers.get('gati-direct-upload')]).toEqual(['0-11999999', '1']);
  expect((await ada.head(`/v2/acme/direct/blobs/${sha256Of(bytes)}`)).status).toBe(404);

  expect((await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`)).status).toBe(201);
  expect((await ada.head(`/v2/acme/direct/blobs/${sha256Of(bytes)}`)).headers.get('content-length')).toBe('12000000');
  expect(sha256Of((await store.read(sha256Of(bytes), 1e9))!)).toBe(sha256Of(bytes));
  expect((await anybody.head(`/v2/acme/direct/blobs/${sha256Of(bytes)}`)).status).toBe(404);
  expect(leftovers()).toEqual([]);
});

test('a part with other bytes is refused by the store, and parts of another blob by the registry: nothing is kept', async () => {
  const { ada } = open();
  const bytes = randomBytes(6_000_000);
  const other = Buffer.from(bytes);
  other[5_000_000]! ^= 1;
  const location = locationOf(await start(ada, 'acme/wrong'));
  expect(await sendPart(ada, location, bytes, 0, other)).toBe(400);
  expect((await ada.get(location)).headers.get('range')).toBe('0-0');
  expect(await sendPart(ada, location, other, 0)).toBe(200);

  const refused = await ada.request('PUT', `${location}?digest=${sha256Of(bytes)}`);
  expect([refused.status, (await errorOf(refused)).code]).toEqual([400, 'DIGEST_INVALID']);
  expect([(await ada.get(location)).status, await store.stat(sha256Of(bytes)), await store.stat(sha256Of(other)), leftovers()]).toEqual([404, null, null, []]);
});

test('only the owner of a session gets links to it, within what may be stored, and for a part that can be', async () => {
  const { ada, bob, rea, anybody, door } = open();
  const bytes = randomBytes(1_000);
  const location = locationOf(await start(ada, 'acme/mine'));
  for (const [client, status] of [
    [as(door, 'wim'), 404],
    [bob, 404],
    [rea, 403],
    [anybody, 404],
  ] as const)
    expect((await linkFor(client, location, bytes, 0)).status).toBe(status);
  expect((await linkFor(ada, location.replace('/mine/', '/other/'), bytes, 0)).status).toBe(404);
  const beyond = await linkFor(ada, location, bytes, 29_999_500);
  expect([beyond.status, (await errorOf(beyond)).detail.code]).toEqual([413, 'QUOTA_EXCEEDED']);
  for (const query of ['', 'offset=-1&size=5', 'offset=0&size=0', 'offset=0&size=67108865', 'offset=1e3&size=5', 'size=5']) {
    const refused = await ada.request('POST', `${location}?${query}&digest=${sha256Of(bytes)}`);
    expect([query, refused.status, (await errorOf(refused)).code]).toEqual([query, 400, 'SIZE_INVALID']);
  }
  expect((await ada.request('POST', `${location}?offset=0&size=5&digest=md5:0`)).status).toBe(400);
  await ada.delete(location);
  expect((await linkFor(ada, location, bytes, 0)).status).toBe(404);
});

test('clients that do not ask for it see nothing of it, and where the store does not sign nobody does', async () => {
  const { ada } = open();
  const plain = await start(ada, 'acme/plain', {});
  expect([plain.headers.get('gati-direct-upload'), (await ada.get(locationOf(plain))).headers.get('gati-direct-upload')]).toEqual([null, null]);
  const { ada: other } = onFiles();
  const begun = await start(other, 'acme/files');
  expect(begun.headers.get('gati-direct-upload')).toBeNull();
  const refused = await linkFor(other, locationOf(begun), randomBytes(5), 0);
  expect([refused.status, refused.headers.get('allow'), (await errorOf(refused)).code]).toEqual([405, 'GET, PATCH, PUT, DELETE', 'UNSUPPORTED']);
});

test('a whole body with its digest is written once, to where it belongs, and its session is over', async () => {
  const { ada } = open();
  const put = (location: string, bytes: Uint8Array, digest = sha256Of(bytes)) =>
    ada.request('PUT', `${location}?digest=${digest}`, { body: bytes, headers: { 'content-type': 'application/octet-stream' } });
  const bytes = randomBytes(2_000_000);
  const location = locationOf(await start(ada, 'acme/whole'));
  calls.length = 0;
  expect((await put(location, bytes)).status).toBe(201);
  expect([calls, (await ada.get(location)).status, leftovers().filter((key) => location.includes(key.split('/')[1]!))]).toEqual([['write'], 404, []]);

  const wrong = locationOf(await start(ada, 'acme/whole'));
  expect((await errorOf(await put(wrong, randomBytes(100), sha256Of(randomBytes(100))))).code).toBe('DIGEST_INVALID');
  expect((await ada.get(wrong)).status).toBe(404);

  const begun = locationOf(await start(ada, 'acme/whole'));
  calls.length = 0;
  await ada.request('PATCH', begun, { body: bytes.subarray(0, 10) });
  const more = randomBytes(20);
  expect((await put(begun, more, sha256Of(Buffer.concat([bytes.subarray(0, 10), more])))).status).toBe(201);
  expect(calls).toEqual(['append', 'append']);
});
