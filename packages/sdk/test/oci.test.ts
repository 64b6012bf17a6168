import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestHasher, digestOf, sha256Of } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit/folder';
import { startTestRegistry, type TestRegistry } from '@gati/testkit/registry';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { isRegistryRefusal, type RegistryRefusal } from '../src/index.ts';
import { parseBearerChallenge } from '../src/oci/challenge.ts';
import { bytesSource, createOciAuthorization, createOciClient, fileSource, type DownloadOptions, type OciClient } from '../src/oci/index.ts';
import { isSameServer } from '../src/oci/origin.ts';
import { publishForTest } from './publish-for-test.ts';

let registry: TestRegistry;
let token: string;
let client: OciClient;
beforeAll(async () => {
  registry = await startTestRegistry();
  token = registry.world.signUp('oci').accessToken;
  client = createOciClient({ registry: registry.url, repository: 'oci/thing', token, actions: ['pull', 'push'] });
});
afterAll(() => registry.stop());
beforeEach(() => registry.forgetRequests());
afterEach(() => {
  registry.faults.tamper = (_digest, bytes) => bytes;
  registry.faults.downloadCuts.length = 0;
  registry.faults.uploadCuts.length = 0;
  registry.faults.ignoresRanges = false;
  registry.faults.refusesTickets = false;
  registry.faults.refusesSinglePost = false;
});

const refusalOf = async (work: Promise<unknown>): Promise<RegistryRefusal> => {
  const error: unknown = await work.then(() => new Error('it did not fail'), (caught: unknown) => caught); // prettier-ignore
  if (!isRegistryRefusal(error)) throw error;
  return error;
};
const stored = (digest: string): Uint8Array | undefined => registry.world.repositoryAt('oci/thing').blobs.get(digest);
const keep = (bytes: Uint8Array): string => {
  const digest = digestOf(bytes);
  registry.world.repositoryAt('oci/thing').blobs.set(digest, bytes);
  return digest;
};
async function download(digest: string, options: DownloadOptions = {}): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of client.downloadBlob(digest, options)) parts.push(part);
  return Buffer.concat(parts);
}
const megabyte = 2 ** 20;

test.each([
  [
    'Bearer realm="https://r.test/v2/token",service="r.test",scope="repository:a/b:pull,push"',
    { realm: 'https://r.test/v2/token', service: 'r.test', scope: 'repository:a/b:pull,push' },
  ],
  ['bearer  realm=https://r.test/t , service="a \\"quoted\\" one"', { realm: 'https://r.test/t', service: 'a "quoted" one', scope: undefined }],
  ['Basic realm="x"', null],
  ['Bearer service="x"', null],
  [null, null],
])('reads the challenge %s', (header, expected) => {
  expect(parseBearerChallenge(header)).toEqual(expected);
});

test.each([
  ['http://127.0.0.1:4000/a', 'http://localhost:4000/b', true],
  ['http://[::1]:4000', 'http://localhost:4000', true],
  ['http://localhost:4000', 'http://localhost:4001', false],
  ['http://localhost:4000', 'https://localhost:4000', false],
  ['https://a.test', 'https://a.test/x', true],
  ['https://a.test', 'https://b.test', false],
])('%s and %s are one server: %s', (one, other, expected) => {
  expect(isSameServer(one, other)).toBe(expected);
});

test('asks once for a token and uses it for what follows', async () => {
  const own = createOciClient({ registry: registry.url, repository: 'oci/thing', token, actions: ['pull', 'push'] });
  await Promise.all([own.headBlob(sha256Of(randomBytes(8))), own.headBlob(sha256Of(randomBytes(8)))]);
  await own.headBlob(sha256Of(randomBytes(8)));
  expect(registry.requests.filter(({ path }) => path === '/v2/token').length).toBeLessThanOrEqual(2);
  registry.forgetRequests();
  await own.headBlob(sha256Of(randomBytes(8)));
  expect(registry.requests.map(({ path }) => path)).not.toContain('/v2/token');
});

test('one token covers many repositories', async () => {
  const authorization = createOciAuthorization({ registry: registry.url, token });
  const repositories = Array.from({ length: 30 }, (_, index) => `oci/many-${index}`);
  await authorization.cover(repositories);
  await Promise.all(
    repositories.map((repository) => createOciClient({ registry: registry.url, repository, authorization }).headBlob(sha256Of(randomBytes(8)))),
  );
  expect(registry.requests.filter(({ path }) => path === '/v2/token')).toHaveLength(2);
  expect(registry.requests.filter(({ path }) => path === '/v2/')).toHaveLength(1);
  expect(registry.requests).toHaveLength(33);
});

test('never gives its credentials to a realm on another server', async () => {
  const seen: (string | undefined)[] = [];
  const thief = createServer((request, response) => (seen.push(request.headers.authorization), response.end('{"token":"x"}')));
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void thief.close());
  const realm = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/token`;
  const server = createServer((_request, response) => response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const own = createOciClient({ registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, repository: 'a/b', token: 'secret' });
  expect((await refusalOf(own.headBlob(sha256Of(randomBytes(8))))).code).toBe('UNAUTHENTICATED');
  expect(seen).toEqual([]);
});

test('pushing without the right is refused with the registry`s own code', async () => {
  const stranger = createOciClient({ registry: registry.url, repository: 'oci/thing', actions: ['pull', 'push'] });
  expect((await refusalOf(stranger.uploadBlob(bytesSource(randomBytes(10))))).code).toBe('NAMESPACE_PERMISSION_DENIED');
});

test.each([false, true])('stores a small blob whole (the registry wants a session: %s)', async (refusesSinglePost) => {
  registry.faults.refusesSinglePost = refusesSinglePost;
  const bytes = randomBytes(1_000);
  expect(await client.headBlob(digestOf(bytes))).toBeNull();
  await client.uploadBlob(bytesSource(bytes));
  expect(await client.headBlob(digestOf(bytes))).toBe(1_000);
  expect(registry.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(0);
});

test('bytes with another digest than stated are refused', async () => {
  expect((await refusalOf(client.uploadBlob(bytesSource(randomBytes(10), sha256Of(randomBytes(10)))))).code).toBe('DIGEST_INVALID');
});

test('a large upload goes on where cut connections left it', async () => {
  const bytes = randomBytes(18 * megabyte);
  const path = join(await temporaryFolder(), 'layer');
  await writeFile(path, bytes);
  registry.faults.uploadCuts.push(3 * megabyte, 1, 5 * megabyte + 7);
  const progress: number[] = [];
  await client.uploadBlob(fileSource(path, { digest: digestOf(bytes), sizeBytes: bytes.length }), { onProgress: (sent) => void progress.push(sent) });
  expect(digestOf(stored(digestOf(bytes))!)).toBe(digestOf(bytes));
  expect(progress.at(-1)).toBe(bytes.length);
  expect(progress).toContain(3 * megabyte);
});

test('a line that breaks more often than a dead one would be tried still gets everything there, as long as something arrives', async () => {
  const bytes = randomBytes(9 * megabyte);
  registry.faults.uploadCuts.push(...Array.from({ length: 12 }, () => 600_000));
  await client.uploadBlob(bytesSource(bytes));
  expect(digestOf(stored(digestOf(bytes))!)).toBe(digestOf(bytes));
  expect(registry.faults.uploadCuts).toEqual([]);
});

test('a later run goes on with the session of an earlier one', async () => {
  const bytes = randomBytes(18 * megabyte);
  const source = bytesSource(bytes);
  const stop = new AbortController();
  let session = '';
  const options = { onSession: (address: string) => void (session = address) };
  await expect(client.uploadBlob(source, { ...options, signal: stop.signal, onProgress: () => stop.abort(new Error('cut')) })).rejects.toThrow('cut');
  const progress: number[] = [];
  await client.uploadBlob(source, { ...options, session, onProgress: (sent) => void progress.push(sent) });
  expect(progress.slice(0, 2)).toEqual([8 * megabyte, 16 * megabyte]);
  expect(stored(source.digest)?.length).toBe(bytes.length);
});

test('a session that the registry forgot is begun anew', async () => {
  const source = bytesSource(randomBytes(9 * megabyte));
  await client.uploadBlob(source, { session: `${registry.url}/v2/oci/thing/blobs/uploads/gone` });
  expect(stored(source.digest)?.length).toBe(source.sizeBytes);
});

test('a download that is cut goes on by range', async () => {
  const bytes = randomBytes(300_000);
  const digest = keep(bytes);
  registry.faults.downloadCuts.push(1_000, 99_999, 1);
  expect(digestOf(await download(digest, { sizeBytes: bytes.length }))).toBe(digest);
});

test('a store without ranges begins anew and what is here is passed over', async () => {
  const bytes = randomBytes(300_000);
  const digest = keep(bytes);
  registry.faults.ignoresRanges = true;
  registry.faults.downloadCuts.push(100_000);
  expect(digestOf(await download(digest, { sizeBytes: bytes.length }))).toBe(digest);
});

test('goes on after bytes that are here already', async () => {
  const bytes = randomBytes(50_000);
  const digest = keep(bytes);
  const hasher = digestHasher();
  hasher.update(bytes.subarray(0, 20_000));
  expect(await download(digest, { sizeBytes: bytes.length, from: { offsetBytes: 20_000, hasher } })).toEqual(bytes.subarray(20_000));
});

test('a ticket that no longer works is replaced by the repository itself', async () => {
  const bytes = randomBytes(5_000);
  const digest = keep(bytes);
  registry.faults.refusesTickets = true;
  expect(await download(digest, { sizeBytes: bytes.length, url: `${registry.url}/downloads/lapsed` })).toEqual(bytes);
});

test('empty bytes are downloaded and checked too', async () => {
  expect(await download(keep(new Uint8Array(0)), { sizeBytes: 0 })).toHaveLength(0);
});

test('more bytes than the manifest states end the download', async () => {
  const bytes = randomBytes(5_000);
  const refusal = await refusalOf(download(keep(bytes), { sizeBytes: 4_999 }));
  expect(refusal.code).toBe('DIGEST_INVALID');
  expect((await refusalOf(download(keep(bytes), { maxSizeBytes: 4_999 }))).code).toBe('QUOTA_EXCEEDED');
});

test('what is downloaded is byte for byte what was uploaded, however the connection is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 5_000 }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 3 }),
      fc.boolean(),
      async (bytes, cuts, ignoresRanges) => {
        registry.faults.downloadCuts.splice(0, Infinity, ...cuts);
        registry.faults.ignoresRanges = ignoresRanges;
        const source = bytesSource(bytes);
        await client.uploadBlob(source);
        expect(Buffer.from(await download(source.digest, { sizeBytes: bytes.length })).equals(bytes)).toBe(true);
      },
    ),
    { numRuns: 100, seed: 7 },
  );
}, 60_000);

test('any flipped bit of a download is DIGEST_INVALID', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.nat(), async (bytes, bit) => {
      const digest = keep(bytes);
      registry.faults.tamper = (_digest, original) => {
        const copy = Uint8Array.from(original);
        copy[Math.floor(bit / 8) % copy.length]! ^= 1 << (bit % 8);
        return copy;
      };
      expect((await refusalOf(download(digest, { sizeBytes: bytes.length }))).code).toBe('DIGEST_INVALID');
    }),
    { numRuns: 100, seed: 7 },
  );
});

test('a manifest is read by tag and digest, and other bytes than the digest says are refused', async () => {
  const record = await publishForTest(registry, 'oci', { name: '@oci/thing', version: '1.0.0' });
  const found = await client.getManifest('1.0.0');
  expect(found?.digest).toBe(record.digest);
  expect(await client.headManifest('1.0.0')).toBe(record.digest);
  expect(await client.getManifest('9.9.9')).toBeNull();
  expect(await client.headManifest('9.9.9')).toBeNull();
  registry.faults.tamper = (_digest, bytes) => Uint8Array.from(bytes, (byte, index) => (index === 20 ? byte ^ 1 : byte));
  expect((await refusalOf(client.getManifest(record.digest))).code).toBe('DIGEST_INVALID');
  expect((await refusalOf(client.getManifest('1.0.0'))).code).toBe('DIGEST_INVALID');
});

test('lists what refers to a manifest, by type where asked', async () => {
  const record = await publishForTest(registry, 'oci', { name: '@oci/thing', version: '2.0.0' });
  const [referrer, ...others] = await client.referrers(record.digest);
  expect(others).toEqual([]);
  expect(referrer?.artifactType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json');
  expect(await client.referrers(record.digest, { artifactType: 'application/other' })).toEqual([]);
  expect(await client.referrers(sha256Of(randomBytes(4)))).toEqual([]);
});

test('a published version is not replaced', async () => {
  await publishForTest(registry, 'oci', { name: '@oci/thing', version: '3.0.0' });
  const { bytes } = (await client.getManifest('3.0.0'))!;
  const changed = new TextEncoder().encode(Buffer.from(bytes).toString().replace('"layers":[]', '"layers": []'));
  expect((await refusalOf(client.putManifest('3.0.0', { bytes: changed, mediaType: 'application/vnd.oci.image.manifest.v1+json' }))).code).toBe(
    'VERSION_EXISTS',
  );
});
