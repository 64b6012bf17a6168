import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import fc from 'fast-check';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { UploadOffsetError, type BlobStore } from './blob-store.ts';

export interface StoreUnderTest {
  readonly store: BlobStore;
  /** Another process's view of the same bytes: it shares nothing but them. */
  readonly another: () => Promise<BlobStore>;
  /** How finely the store tells ages; a millisecond unless told. */
  readonly ageResolutionMs?: number;
}

const large = { maxSizeBytes: 1_000_000_000 };
const wrong = sha256Of(Buffer.from('something else'));

/** As a connection gives them: each in memory that is used for something else as soon as the next is asked for. */
async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    await Promise.resolve();
    const lent = Uint8Array.from(piece);
    yield lent;
    lent.fill(0xaa);
  }
}

/** Cuts bytes at places given as shares of the whole. */
const cut = (bytes: Uint8Array, shares: readonly number[]): Uint8Array[] => {
  const places = [0, ...shares.map((share) => Math.floor(share * bytes.byteLength)), bytes.byteLength].toSorted((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
};

async function* cutOff(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('The connection was cut.');
}

async function allOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

const contentOf = async (store: BlobStore, digest: Digest, range?: { start: number; end: number }): Promise<Buffer | null> => {
  const found = await store.open(digest, range);
  return found && allOf(found.body);
};

const listed = async (store: BlobStore): Promise<Digest[]> => {
  const digests: Digest[] = [];
  for await (const { digest } of store.list()) digests.push(digest);
  return digests.toSorted();
};

/** What every blob store must hold; run once for each vendor, on an empty store for each test. */
export function blobStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} as blob store`, () => {
    test('what is read is byte for byte what was written, however it was cut (P1)', async () => {
      const { store, another } = await open();
      const other = await another();
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 700_000, size: 'max' }),
          // Some places twice, so that pieces of nothing come too.
          fc.array(fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 6 }),
          fc.constantFrom('write', 'session', 'session over two processes'),
          fc.constantFrom('sha256' as const, 'sha512' as const),
          async (bytes, shares, way, algorithm) => {
            const expected = digestOf(bytes, algorithm);
            const pieces = cut(bytes, shares);
            if (way === 'write') await store.write(piecesOf(...pieces), { expected, ...large });
            else {
              const uploadId = randomUUID();
              await store.begin(uploadId);
              let offset = 0;
              for (const [index, piece] of pieces.entries()) {
                const by = way === 'session' || index % 2 === 0 ? store : other;
                offset = await by.append(uploadId, offset, piecesOf(piece), large);
              }
              expect(await store.commit(uploadId, expected)).toEqual({ digest: expected, sizeBytes: bytes.byteLength });
            }
            expect((await contentOf(other, expected))?.equals(bytes)).toBe(true);
            expect(await store.stat(expected)).toMatchObject({ sizeBytes: bytes.byteLength });
          },
        ),
        { numRuns: 120 },
      );
    });

    test('any wrong digest leaves nothing (P1)', async () => {
      const { store } = await open();
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300_000, size: 'max' }), fc.nat(), fc.boolean(), async (bytes, at, bySession) => {
          const flipped = Uint8Array.from(bytes);
          flipped[at % flipped.length]! ^= 1;
          const expected = sha256Of(flipped);
          if (bySession) {
            const uploadId = randomUUID();
            await store.begin(uploadId);
            await store.append(uploadId, 0, piecesOf(bytes), large);
            await expect(store.commit(uploadId, expected)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
            expect(await store.sizeOf(uploadId)).toBeNull();
          } else {
            await expect(store.write(piecesOf(bytes), { expected, ...large })).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
          }
          expect([await store.stat(expected), await store.stat(sha256Of(bytes)), await store.open(expected)]).toEqual([null, null, null]);
        }),
        { numRuns: 100 },
      );
      expect(await listed(store)).toEqual([]);
    });

    test('gives every range exactly', async () => {
      const { store } = await open();
      const bytes = randomBytes(600_000);
      const digest = sha256Of(bytes);
      await store.write(piecesOf(bytes), { expected: digest, ...large });
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: bytes.length - 1 }), async (a, b) => {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          expect((await contentOf(store, digest, { start, end }))?.equals(bytes.subarray(start, end + 1))).toBe(true);
        }),
        { numRuns: 100 },
      );
    });

    test('a blob is invisible until it is whole', async () => {
      const { store } = await open();
      const bytes = randomBytes(900_000);
      const digest = sha256Of(bytes);
      const seen: unknown[] = [];
      async function* watched(): AsyncGenerator<Uint8Array> {
        for (const piece of cut(bytes, [0.3, 0.6, 0.9])) {
          yield piece;
          seen.push(await store.stat(digest));
        }
      }
      await store.write(watched(), { expected: digest, ...large });

      expect(seen).toEqual([null, null, null, null]);
      expect(await listed(store)).toEqual([digest]);
    });

    test('a write that is cut leaves nothing', async () => {
      const { store } = await open();
      const bytes = randomBytes(400_000);
      await expect(store.write(cutOff(bytes), { expected: sha256Of(bytes), ...large })).rejects.toThrow('cut');

      expect(await listed(store)).toEqual([]);
    });

    test('a session keeps what had arrived when the connection was cut, and goes on from there', async () => {
      const { store, another } = await open();
      const bytes = randomBytes(500_000);
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await expect(store.append(uploadId, 0, cutOff(bytes.subarray(0, 300_001)), large)).rejects.toThrow('cut');

      const other = await another();
      expect([await store.sizeOf(uploadId), await other.sizeOf(uploadId)]).toEqual([300_001, 300_001]);
      await other.append(uploadId, 300_001, piecesOf(bytes.subarray(300_001)), large);
      await store.commit(uploadId, sha256Of(bytes));

      expect((await contentOf(other, sha256Of(bytes)))?.equals(bytes)).toBe(true);
    });

    test('a session of many large and small appends is exactly their sum, whoever sent them', { timeout: 120_000 }, async () => {
      const { store, another } = await open();
      const other = await another();
      const bytes = randomBytes(27_000_000);
      const few = [0, 11_000_000, 16_300_000, 27_000_000];
      const tiny = [0, ...Array.from({ length: 150 }, (_, index) => 12_000_000 + index * 7), 27_000_000];
      const middling = [...Array.from({ length: 70 }, (_, index) => index * 390_000), 27_000_000];
      for (const [places, whose] of [
        [middling, [store]],
        [few, [store]],
        [few, [store, other]],
        [tiny, [store]],
        [tiny, [other, store]],
      ] as const) {
        const uploadId = randomUUID();
        await store.begin(uploadId);
        for (const [index, end] of places.slice(1).entries()) {
          const by = whose[index % whose.length] ?? store;
          expect(await by.append(uploadId, places[index] ?? 0, piecesOf(bytes.subarray(places[index], end)), large)).toBe(end);
        }
        expect(await store.sizeOf(uploadId)).toBe(bytes.length);
        await store.commit(uploadId, sha256Of(bytes));
        expect((await contentOf(other, sha256Of(bytes)))?.equals(bytes)).toBe(true);
        await store.remove(sha256Of(bytes));
      }
    });

    test('an append of nothing, by whatever process, loses nothing of what comes before or after it', async () => {
      const { store, another } = await open();
      const other = await another();
      for (const order of [
        [store, other, store],
        [other, other, store],
        [store, store, other],
        [store, other, other],
      ]) {
        const uploadId = randomUUID();
        await store.begin(uploadId);
        let offset = 0;
        for (const [index, by] of order.entries()) offset = await by.append(uploadId, offset, piecesOf(Buffer.from(['abc', '', 'def'][index] ?? '')), large);
        expect([offset, await store.sizeOf(uploadId), await other.sizeOf(uploadId)]).toEqual([6, 6, 6]);
        await store.commit(uploadId, sha256Of(Buffer.from('abcdef')));
      }
    });

    test('refuses bytes at the wrong place, says where it stands, and keeps what it has', async () => {
      const { store } = await open();
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await store.append(uploadId, 0, piecesOf(Buffer.from('abc')), large);

      for (const offset of [0, 2, 4]) {
        await expect(store.append(uploadId, offset, piecesOf(Buffer.from('x')), large)).rejects.toSatisfy(
          (error) => error instanceof UploadOffsetError && error.sizeBytes === 3,
        );
      }
      expect(await store.commit(uploadId, sha256Of(Buffer.from('abc')))).toMatchObject({ sizeBytes: 3 });
    });

    test('two appends at once never mix: the later one wins, or is told where the session stands', async () => {
      const { store, another } = await open();
      for (const second of [store, await another()]) {
        const uploadId = randomUUID();
        await store.begin(uploadId);
        const [zeros, ones] = [Buffer.alloc(300_000, 0), Buffer.alloc(300_000, 1)];
        async function* slowly(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
          for (const piece of cut(bytes, [0.2, 0.4, 0.6, 0.8])) {
            yield piece;
            await wait(2);
          }
        }
        await Promise.allSettled([store.append(uploadId, 0, slowly(zeros), large), second.append(uploadId, 0, slowly(ones), large)]);
        const blob = await store.commit(uploadId, sha256Of(ones)).catch(() => null);
        const stored = blob && (await contentOf(store, blob.digest));

        // Whether it was taken or refused, nothing is stored under a digest it does not have.
        expect(stored === null || stored.equals(ones)).toBe(true);
      }
    });

    test('an append to a connection that is dead gives way to the next one', async () => {
      const { store } = await open();
      const uploadId = randomUUID();
      await store.begin(uploadId);
      async function* dead(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('abc');
        await new Promise(() => {});
      }
      const hanging = store.append(uploadId, 0, dead(), large);
      hanging.catch(() => {});
      await wait(20);
      await expect(store.append(uploadId, 0, piecesOf(Buffer.from('x')), large)).rejects.toMatchObject({ sizeBytes: 3 });
      await expect(hanging).rejects.toThrow();

      expect(await store.append(uploadId, 3, piecesOf(Buffer.from('def')), large)).toBe(6);
      expect(await store.commit(uploadId, sha256Of(Buffer.from('abcdef')))).toMatchObject({ sizeBytes: 6 });
    });

    test('storing a blob again renews its age', async () => {
      const { store, ageResolutionMs = 1 } = await open();
      const bytes = Buffer.from('again');
      await store.write(piecesOf(bytes), { expected: sha256Of(bytes), ...large });
      const first = await store.stat(sha256Of(bytes));
      await wait(20 + ageResolutionMs);
      await store.write(piecesOf(bytes), { expected: sha256Of(bytes), ...large });

      expect((await store.stat(sha256Of(bytes)))?.storedAt.getTime()).toBeGreaterThan(first?.storedAt.getTime() ?? Infinity);
    });

    test('the same blob a hundred times at once is one blob', async () => {
      const { store } = await open();
      const bytes = randomBytes(20_000);
      const expected = sha256Of(bytes);
      await Promise.all(Array.from({ length: 100 }, () => store.write(piecesOf(bytes), { expected, ...large })));

      expect(await listed(store)).toEqual([expected]);
      expect((await contentOf(store, expected))?.equals(bytes)).toBe(true);
    });

    test('ends a write that grows beyond the limit, and keeps nothing of it', async () => {
      const { store } = await open();
      const bytes = randomBytes(300_001);
      await expect(store.write(piecesOf(bytes), { expected: sha256Of(bytes), maxSizeBytes: 300_000 })).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await store.append(uploadId, 0, piecesOf(bytes.subarray(0, 200_000)), { maxSizeBytes: 300_000 });
      await expect(store.append(uploadId, 200_000, piecesOf(bytes.subarray(200_000)), { maxSizeBytes: 300_000 })).rejects.toMatchObject({
        code: 'QUOTA_EXCEEDED',
      });

      expect(await listed(store)).toEqual([]);
    });

    test('stores the blob of no bytes', async () => {
      const { store } = await open();
      const empty = sha256Of(Buffer.alloc(0));
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await store.commit(uploadId, empty);

      expect([(await store.stat(empty))?.sizeBytes, await contentOf(store, empty)]).toEqual([0, Buffer.alloc(0)]);
    });

    test('an ended session is gone: for appending, for committing, and for asking', async () => {
      const { store } = await open();
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await store.append(uploadId, 0, piecesOf(Buffer.from('abc')), large);
      await store.abort(uploadId);
      await store.abort(uploadId);

      expect(await store.sizeOf(uploadId)).toBeNull();
      await expect(store.append(uploadId, 3, piecesOf(Buffer.from('d')), large)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.commit(uploadId, sha256Of(Buffer.from('abc')))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('reads all of a small blob, and refuses a larger one', async () => {
      const { store } = await open();
      const bytes = Buffer.from('{"name":"@acme/auth"}');
      await store.write(piecesOf(bytes), { expected: sha256Of(bytes), ...large });

      expect(Buffer.from((await store.read(sha256Of(bytes), 100)) ?? []).equals(bytes)).toBe(true);
      await expect(store.read(sha256Of(bytes), 5)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
      expect(await store.read(wrong, 100)).toBeNull();
    });

    test('removes a blob, and one that is not there', async () => {
      const { store } = await open();
      const bytes = Buffer.from('short-lived');
      await store.write(piecesOf(bytes), { expected: sha256Of(bytes), ...large });
      await store.remove(sha256Of(bytes));
      await store.remove(sha256Of(bytes));

      expect([await store.stat(sha256Of(bytes)), await store.open(sha256Of(bytes)), await listed(store)]).toEqual([null, null, []]);
    });

    test('sweeps forgotten sessions and neither young ones nor blobs', async () => {
      const { store } = await open();
      const bytes = Buffer.from('stays');
      await store.write(piecesOf(bytes), { expected: sha256Of(bytes), ...large });
      const uploadId = randomUUID();
      await store.begin(uploadId);
      await store.append(uploadId, 0, piecesOf(Buffer.from('abc')), large);

      expect(await store.sweep(60_000)).toBe(0);
      await wait(20);
      expect(await store.sweep(5)).toBe(1);
      expect([await store.sizeOf(uploadId), await listed(store)]).toEqual([null, [sha256Of(bytes)]]);
    });

    test('says that it can be written to', async () => {
      const { store } = await open();
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
