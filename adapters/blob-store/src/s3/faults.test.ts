import { isRegistryError } from '@gati/errors';
import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { asksForBytes, faults, faultsFor, startFaultProxy, type Fault } from '../../test/fault-proxy.ts';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer, startVersitygw, versitygwMissing, versitygwPath, type S3Peer } from '../../test/peers.ts';
import { BlobChangedError, UploadOffsetError, type BlobStore, type ByteRange } from '../blob-store.ts';
import { blobKey } from './keys.ts';

/** Different each time it runs, told when it fails: SEED=… runs the same again. */
const seed = process.env['SEED'] ?? randomUUID();
const large = { maxSizeBytes: 1_000_000_000 };
const hasty = { attemptsMax: 4, waitMs: 2, waitMaxMs: 10, callMs: 3_000, transferMs: 5_000, stallMs: 100, failuresMax: 1_000, restMs: 100 };

/** Numbers from 0 to 1 that a text decides. */
function dice(text: string): () => number {
  let index = 0;
  return () => createHash('sha256').update(`${text}/${index++}`).digest().readUInt32BE() / 2 ** 32;
}

async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}
async function contentOf(store: BlobStore, digest: Digest, range?: ByteRange): Promise<Buffer> {
  const found = await store.open(digest, range);
  const pieces: Uint8Array[] = [];
  for await (const piece of found?.body ?? streamOf(Buffer.alloc(0))) pieces.push(piece);
  return Buffer.concat(pieces);
}
const listed = async (store: BlobStore): Promise<Digest[]> => {
  const digests: Digest[] = [];
  for await (const { digest } of store.list()) digests.push(digest);
  return digests;
};
const isExpected = (error: unknown): boolean => (isRegistryError(error) && error.code === 'UPSTREAM_UNAVAILABLE') || error instanceof BlobChangedError;

/** The result, or null where the store said honestly that it could not. */
async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isExpected(error)) return null;
    throw error;
  }
}

async function pushBySession(store: BlobStore, other: BlobStore, bytes: Buffer, next: () => number, flips: () => number): Promise<boolean> {
  const uploadId = randomUUID();
  const flipsBefore = flips();
  if ((await attempt(async () => (await store.begin(uploadId), true))) === null) return false;
  for (let tries = 0; tries < 40; tries++) {
    const by = next() < 0.7 ? store : other;
    const offset = await attempt(() => by.sizeOf(uploadId));
    if (offset === null) continue;
    if (offset === bytes.length) {
      try {
        expect(await by.commit(uploadId, sha256Of(bytes))).toEqual({ digest: sha256Of(bytes), sizeBytes: bytes.length });
        return true;
      } catch (error) {
        // Committed, and the answer was lost or what was left over could not be removed.
        if (isRegistryError(error) && error.code === 'NOT_FOUND') return true;
        // A byte that changed while the session was read: refused, and the client sends it again.
        if (isRegistryError(error) && error.code === 'DIGEST_INVALID' && flips() > flipsBefore) return false;
        if (!isExpected(error)) throw error;
      }
      continue;
    }
    const end = Math.min(bytes.length, offset + 1 + Math.floor(next() * bytes.length));
    await attempt(() => by.append(uploadId, offset, streamOf(bytes.subarray(offset, end)), large)).catch((error: unknown) => {
      if (!(error instanceof UploadOffsetError)) throw error;
    });
  }
  return false;
}

function laws(name: string, start: () => Promise<S3Peer>): void {
  describe(`over ${name}`, () => {
    // Here and not above: where every test is left out none is started.
    let peer: S3Peer;
    beforeAll(async () => {
      peer = await start();
    });
    afterAll(() => peer.close());

    test(
      'a service that refuses, breaks off, lies and forgets never yields a wrong blob, and what was pushed through it is whole',
      { timeout: 180_000 },
      async () => {
        const [next, luck] = [dice(`${seed}/plan`), dice(`${seed}/faults`)];
        const bucket = await makeBucket(peer);
        const proxy = await startFaultProxy(peer.endpoint);
        onTestFinished(proxy.close);
        let share = 0.12;
        proxy.choose = (request) => {
          if (luck() >= share * (asksForBytes(request) ? 3 : 1)) return null;
          const possible = faultsFor(request);
          return possible[Math.floor(luck() * possible.length)] ?? null;
        };
        const sick = { ...peer, endpoint: proxy.endpoint };
        const [store, other] = [openStore(sick, bucket, { patience: hasty }), openStore(sick, bucket, { patience: hasty })];
        const pushed = new Map<Digest, Buffer>();
        try {
          for (let round = 0; round < 25 || (round < 200 && faults.some((fault) => !proxy.done.has(fault))); round++) {
            const bytes = randomBytes(next() < 0.12 ? 11_000_000 + Math.floor(next() * 13_000_000) : 1 + Math.floor(next() * 400_000));
            const digest = sha256Of(bytes);
            const isStored =
              next() < 0.5
                ? (await attempt(() => store.write(streamOf(bytes), { expected: digest, ...large }))) !== null
                : await pushBySession(store, other, bytes, next, () => proxy.done.get('flipped answer') ?? 0);
            if (isStored) pushed.set(digest, bytes);

            const [known, content] = [...pushed][Math.floor(next() * pushed.size)] ?? [];
            if (!known || !content) continue;
            const start = Math.floor(next() * content.length);
            const whole = await attempt(() => contentOf(store, known));
            expect(whole === null || whole.equals(content)).toBe(true);
            const size = await attempt(() => other.stat(known));
            expect(size === null || size.sizeBytes === content.length).toBe(true);
            const range = { start, end: content.length - 1 };
            // A range has no digest of its own: what is another byte in it is not seen here, but by whoever verifies the whole.
            const part = await attempt(() => contentOf(store, known, range));
            expect(part === null || part.length === content.length - start).toBe(true);
          }
          share = 0;

          const honest = openStore(peer, bucket);
          const digests = await listed(honest);
          expect([...pushed.keys()].filter((digest) => !digests.includes(digest))).toEqual([]);
          for (const digest of digests) expect(digestOf(await contentOf(honest, digest), digest)).toBe(digest);
          await honest.sweep(-10_000);
          expect(await honest.sweep(-10_000)).toBe(0);
          expect(new Set(await listed(honest))).toEqual(new Set(digests));
          expect(pushed.size).toBeGreaterThan(10);
          expect(faults.filter((fault) => !proxy.done.has(fault))).toEqual([]);
        } catch (error) {
          throw new Error(`SEED=${seed}`, { cause: error });
        }
      },
    );

    test('every fault that passes is passed over: one in three calls goes wrong and everything still goes well', { timeout: 60_000 }, async () => {
      const bucket = await makeBucket(peer);
      const proxy = await startFaultProxy(peer.endpoint);
      onTestFinished(proxy.close);
      const passing: Fault[] = ['refused', 'done but 503', 'done but cut', 'cut', 'short body', 'flipped request', 'lost ETag', 'slow'];
      const store = openStore({ ...peer, endpoint: proxy.endpoint }, bucket, { patience: { ...hasty, attemptsMax: 6 } });
      let calls = 0;
      for (const [index, fault] of passing.entries()) {
        proxy.choose = () => (calls++ % 3 === index % 3 ? fault : null);
        const bytes = randomBytes(index % 2 === 0 ? 300_000 : 22_000_000);
        await store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large });
        expect((await contentOf(store, sha256Of(bytes))).equals(bytes)).toBe(true);
      }
    });

    test('uploads in parts that nobody finished are aborted: at once where that is possible, else by the sweep', async () => {
      const bucket = await makeBucket(peer);
      const proxy = await startFaultProxy(peer.endpoint);
      onTestFinished(proxy.close);
      const store = openStore({ ...peer, endpoint: proxy.endpoint }, bucket, { patience: hasty });
      const bytes = randomBytes(12_000_000);
      await expect(store.write(streamOf(bytes), { expected: sha256Of(Buffer.from('other')), ...large })).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
      expect(await store.sweep(-10_000)).toBe(0);

      proxy.choose = (request) => (request.method === 'POST' && request.url?.includes('uploadId') ? 'refused' : request.method === 'DELETE' ? 'cut' : null);
      await expect(store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large })).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      proxy.choose = () => null;
      expect(await store.stat(sha256Of(bytes))).toBeNull();
      expect(await store.sweep(60_000)).toBe(0);
      expect(await store.sweep(-10_000)).toBe(1);
      expect(await store.sweep(-10_000)).toBe(0);
    });

    test('a service that stands still in the middle of a body is given up and asked again', async () => {
      const bucket = await makeBucket(peer);
      const proxy = await startFaultProxy(peer.endpoint);
      onTestFinished(proxy.close);
      const store = openStore({ ...peer, endpoint: proxy.endpoint }, bucket, { patience: { ...hasty, stallMs: 200 } });
      const bytes = randomBytes(2_000_000);
      await store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large });
      let stalls = 2;
      proxy.choose = (request) => (request.method === 'GET' && stalls-- > 0 ? 'stalled body' : null);
      expect((await contentOf(store, sha256Of(bytes))).equals(bytes)).toBe(true);
      expect(proxy.done.get('stalled body')).toBe(2);
    });

    test('a service that is down is not stormed: the circuit opens, calls fail at once, and it closes when the service is back', async () => {
      const bucket = await makeBucket(peer);
      const proxy = await startFaultProxy(peer.endpoint);
      onTestFinished(proxy.close);
      const store = openStore({ ...peer, endpoint: proxy.endpoint }, bucket, { patience: { ...hasty, failuresMax: 5, restMs: 300 } });
      proxy.choose = () => 'refused';
      for (let round = 0; round < 50; round++) await expect(store.stat(sha256Of(randomBytes(8)))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(proxy.requests).toBeLessThan(10);
      proxy.choose = () => null;
      await wait(320);
      expect(await store.stat(sha256Of(randomBytes(8)))).toBeNull();
    });

    test('what is wrong with the key or the bucket is told without the key, and as a store that cannot be reached', async () => {
      const bucket = await makeBucket(peer);
      for (const store of [openStore({ ...peer, secretAccessKey: 'not that secret' }, bucket), openStore(peer, 'no-such-bucket')]) {
        const error: unknown = await store.check().catch((caught: unknown) => caught);
        expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
        const text = [error, (error as Error).cause].map((one) => `${String(one)} ${JSON.stringify(one)} ${(one as Error).stack}`).join();
        for (const secret of ['not that secret', peer.secretAccessKey, 'Signature=', 'AWS4-HMAC', peer.endpoint]) expect(text).not.toContain(secret);
      }
    });
  });
}

laws('a stub of S3', startStubPeer);
const path = versitygwPath;
if (path) laws('versitygw', () => startVersitygw(path));
else console.warn(versitygwMissing);

test('bytes that changed where they lie are never given out whole', async () => {
  const peer = await startStubPeer();
  onTestFinished(peer.close);
  const bucket = await makeBucket(peer);
  const store = openStore(peer, bucket);
  const bytes = randomBytes(500_000);
  await store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large });
  peer.stub.rot(bucket, blobKey(sha256Of(bytes)));

  await expect(contentOf(store, sha256Of(bytes))).rejects.toBeInstanceOf(BlobChangedError);
  await expect(store.read(sha256Of(bytes), 1_000_000)).rejects.toBeInstanceOf(BlobChangedError);
});
