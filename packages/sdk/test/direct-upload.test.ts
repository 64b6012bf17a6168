import { randomBytes } from 'node:crypto';
import { digestOf, sha256Of } from '@gati/identifiers';
import { startTestRegistry, type PartStore, type TestRegistry } from '@gati/testkit/registry';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bytesSource, createOciClient, type OciClient } from '../src/oci/index.ts';

const megabyte = 2 ** 20;
let registry: TestRegistry;
let store: PartStore;
let client: OciClient;
beforeAll(async () => {
  registry = await startTestRegistry();
  client = createOciClient({ registry: registry.url, repository: 'oci/thing', token: registry.world.signUp('oci').accessToken, actions: ['pull', 'push'] });
});
beforeEach(async () => {
  store = await registry.openPartStore();
  registry.forgetRequests();
});
afterEach(() => registry.closePartStore());
afterAll(() => registry.stop());

const stored = (digest: string): string => digestOf(registry.world.repositoryAt('oci/thing').blobs.get(digest) ?? new Uint8Array(0));
const patches = () => registry.requests.filter(({ method }) => method === 'PATCH').length;

test('where the registry offers it, the parts of a large blob go to its store, four at once, without our credentials', async () => {
  const source = bytesSource(randomBytes(50 * megabyte + 1));
  const progress: number[] = [];
  await client.uploadBlob(source, { onProgress: (sent) => void progress.push(sent) });
  expect(stored(source.digest)).toBe(source.digest);
  expect(store.requests).toHaveLength(7);
  expect(store.requests.every(({ status, authorization }) => status === 200 && authorization === undefined)).toBe(true);
  expect(store.atOnceMax).toBeGreaterThan(1);
  expect(store.atOnceMax).toBeLessThanOrEqual(4);
  expect([patches(), progress.at(-1), progress.toSorted((a, b) => a - b)]).toEqual([0, source.sizeBytes, progress]);
});

test('a small blob goes to the registry', async () => {
  const source = bytesSource(randomBytes(4 * megabyte));
  await client.uploadBlob(source);
  expect([stored(source.digest), store.requests.length]).toEqual([source.digest, 0]);
});

test('a link whose time is over is asked for again, and an answer that was lost is no reason to send twice', async () => {
  const source = bytesSource(randomBytes(20 * megabyte));
  store.faults.push('expired', 'done but cut', 'expired', 'cut');
  await client.uploadBlob(source);
  expect(stored(source.digest)).toBe(source.digest);
  expect(store.requests.map(({ status }) => status)).toContain(412);
  expect(store.requests.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(patches()).toBe(0);
});

test('a later run goes on with the parts of an earlier one', async () => {
  const source = bytesSource(randomBytes(60 * megabyte));
  const stop = new AbortController();
  let session = '';
  const onSession = (address: string): void => void (session = address);
  const cut = client.uploadBlob(source, {
    onSession,
    signal: stop.signal,
    onProgress: () => void (store.requests.some(({ offset }) => offset === 0) && stop.abort(new Error('cut'))),
  });
  await expect(cut).rejects.toThrow('cut');
  store.requests.length = 0;
  const progress: number[] = [];
  await client.uploadBlob(source, { onSession, session, onProgress: (sent) => void progress.push(sent) });
  expect(stored(source.digest)).toBe(source.digest);
  expect(store.requests.filter(({ offset }) => offset === 0)).toEqual([]);
  expect(progress[0]).toBeGreaterThanOrEqual(8 * megabyte);
});

test('where the store cannot be reached, what is missing goes through the registry', async () => {
  const source = bytesSource(randomBytes(20 * megabyte));
  await store.close();
  await client.uploadBlob(source);
  expect([stored(source.digest), patches() > 0]).toEqual([source.digest, true]);
});

test('wrong bytes end in DIGEST_INVALID when the registry looks at them', async () => {
  const source = bytesSource(randomBytes(9 * megabyte), sha256Of(randomBytes(9)));
  await expect(client.uploadBlob(source)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
  expect(registry.world.repositoryAt('oci/thing').blobs.has(source.digest)).toBe(false);
});
