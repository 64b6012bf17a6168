import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../test/open-store.ts';
import { makeBucket, startStubPeer, startVersitygw, versitygwMissing, versitygwPath, type S3Peer } from '../../test/peers.ts';

const large = { maxSizeBytes: 1_000_000_000 };
async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
const put = (link: { readonly url: string; readonly headers: Readonly<Record<string, string>> }, bytes: Uint8Array) =>
  fetch(link.url, { method: 'PUT', headers: link.headers, body: new Blob([Uint8Array.from(bytes)]) });

function laws(name: string, start: () => Promise<S3Peer>): void {
  describe(`over ${name}`, () => {
    // Here and not above: where every test is left out none is started.
    let peer: S3Peer;
    beforeAll(async () => {
      peer = await start();
    });
    afterAll(() => peer.close());

    test('a signed link gives the blob, whole and in ranges, as an attachment and to nobody who changed it', async () => {
      const store = openStore(peer, await makeBucket(peer));
      const bytes = randomBytes(100_000);
      const digest = sha256Of(bytes);
      await store.write(streamOf(bytes), { expected: digest, ...large });
      const url = (await store.signedUrl?.(digest, { expiresInSeconds: 60 })) ?? '';
      expect(url).not.toContain(peer.secretAccessKey);

      const whole = await fetch(url);
      expect([whole.status, sha256Of(Buffer.from(await whole.arrayBuffer()))]).toEqual([200, digest]);
      expect([whole.headers.get('content-type'), whole.headers.get('content-disposition')]).toEqual([
        'application/octet-stream',
        `attachment; filename="${digest.replace(':', '-')}"`,
      ]);
      const part = await fetch(url, { headers: { range: 'bytes=5-9' } });
      expect([part.status, Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(5, 10))]).toEqual([206, true]);
      expect((await fetch(url.replace(/X-Amz-Signature=./, (text) => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`))).status).toBe(403);
      expect((await fetch(url.replace(/[0-9a-f]{4}\?/, '0000?'))).status).toBe(403);
      expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    });

    test('parts that clients send to the store themselves become a blob, in any order, beside ones that came through the registry', async () => {
      const bucket = await makeBucket(peer);
      const [store, other] = [openStore(peer, bucket), openStore(peer, bucket)];
      const bytes = randomBytes(18_000_000);
      for (const expected of [digestOf(bytes, 'sha256'), digestOf(bytes, 'sha512')]) {
        const uploadId = randomUUID();
        await store.begin(uploadId);
        await store.append(uploadId, 0, streamOf(bytes.subarray(0, 1_000_000)), large);
        for (const [start, end] of [
          [9_000_000, 18_000_000],
          [1_000_000, 9_000_000],
        ] as const) {
          const piece = bytes.subarray(start, end);
          const link = await other.signedPart?.(uploadId, { offsetBytes: start, sizeBytes: piece.length, digest: sha256Of(piece), expiresInSeconds: 60 });
          expect((await put(link!, piece)).status).toBe(200);
        }
        expect(await store.sizeOf(uploadId)).toBe(bytes.length);
        expect(await store.commit(uploadId, expected)).toEqual({ digest: expected, sizeBytes: bytes.length });
      }
    });

    test('a signed part takes its own bytes alone, once, and counts for nothing before the registry has hashed it', async () => {
      const store = openStore(peer, await makeBucket(peer));
      const uploadId = randomUUID();
      await store.begin(uploadId);
      const bytes = randomBytes(50_000);
      const part = { offsetBytes: 0, sizeBytes: bytes.length, digest: sha256Of(bytes), expiresInSeconds: 60 };
      const link = (await store.signedPart?.(uploadId, part))!;
      const other = Buffer.from(bytes);
      other[7]! ^= 1;
      const { 'x-amz-checksum-sha256': _, ...withoutChecksum } = link.headers;
      const { 'if-none-match': __, ...replacing } = link.headers;
      expect((await put(link, other)).status).toBe(400);
      expect((await put({ ...link, headers: withoutChecksum }, other)).status).toBe(403);
      expect(
        (await put({ ...link, headers: { ...link.headers, 'x-amz-checksum-sha256': Buffer.from(sha256Of(other).slice(7), 'hex').toString('base64') } }, other))
          .status,
      ).toBe(403);
      expect(await store.sizeOf(uploadId)).toBe(0);
      expect((await put(link, bytes)).status).toBe(200);
      expect((await put(link, bytes)).status).toBe(412);
      expect((await put({ ...link, headers: replacing }, bytes)).status).toBe(403);
      expect([await store.sizeOf(uploadId), await store.stat(sha256Of(bytes))]).toEqual([bytes.length, null]);

      await expect(store.commit(uploadId, sha256Of(other))).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
      await expect(store.signedPart?.(uploadId, part)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.signedPart?.('../x', part)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('where clients do not reach the service nothing is signed', async () => {
      const store = openStore(peer, await makeBucket(peer), { publicEndpoint: null });
      expect(['signedUrl' in store, 'signedPart' in store]).toEqual([false, false]);
      const elsewhere = openStore(peer, await makeBucket(peer), { publicEndpoint: 'https://bytes.example.com' });
      expect(await elsewhere.signedUrl?.(`sha256:${'0'.repeat(64)}` as Digest, { expiresInSeconds: 60 })).toMatch(/^https:\/\/bytes\.example\.com\//);
    });
  });
}

laws('a stub of S3', startStubPeer);
const path = versitygwPath;
if (path) laws('versitygw', () => startVersitygw(path));
else console.warn(versitygwMissing);
