import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestHasher, digestOf, type Digest } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit/folder';
import { expect, test } from 'vitest';
import { refuse } from '../refuse.ts';
import { createContentStore, type Download } from './content-store.ts';

const megabyte = 2 ** 20;
async function all(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
const place = (folder: string, digest: string): string => join(folder, 'content', 'sha256', digest.slice(7, 9), digest.slice(7));

/** A source that counts how often and from where it was asked, and may break off. */
function sourceOf(bytes: Uint8Array) {
  const asked: number[] = [];
  let breakAfter = Number.POSITIVE_INFINITY;
  const download: Download = async function* (from) {
    asked.push(from?.offsetBytes ?? 0);
    const hasher = from?.hasher ?? digestHasher();
    for (let at = from?.offsetBytes ?? 0; at < bytes.length; at += 256 * 1024) {
      if (at >= breakAfter) throw refuse('UPSTREAM_UNAVAILABLE', 'cut');
      const piece = bytes.subarray(at, at + 256 * 1024);
      hasher.update(piece);
      yield await Promise.resolve(piece);
    }
    if (hasher.digest() !== digestOf(bytes)) throw refuse('DIGEST_INVALID', 'other bytes');
  };
  return { asked, download, breakAt: (offset: number) => void (breakAfter = offset) };
}

test('keeps what it was given and asks for it once', async () => {
  const store = createContentStore(await temporaryFolder());
  const bytes = randomBytes(1_000);
  const { asked, download } = sourceOf(bytes);
  const digest = digestOf(bytes);
  expect(await store.read(digest)).toBeNull();
  const [one, two] = await Promise.all([store.obtain(digest, download), store.obtain(digest, download)]);
  expect(Buffer.from(one).equals(bytes) && Buffer.from(two).equals(bytes)).toBe(true);
  expect(Buffer.from((await store.read(digest))!).equals(bytes)).toBe(true);
  expect(asked).toEqual([0]);
});

test('damage reads as absence and is mended', async () => {
  const folder = await temporaryFolder();
  const store = createContentStore(folder);
  const bytes = randomBytes(1_000);
  const { asked, download } = sourceOf(bytes);
  const digest = digestOf(bytes);
  await store.obtain(digest, download);
  await writeFile(place(folder, digest), 'damaged');
  expect(await store.read(digest)).toBeNull();
  expect(Buffer.from(await store.obtain(digest, download)).equals(bytes)).toBe(true);
  expect(asked).toEqual([0, 0]);
});

test('bytes that are not those of the digest are refused and not kept', async () => {
  const folder = await temporaryFolder();
  const store = createContentStore(folder);
  const { download } = sourceOf(randomBytes(10));
  await expect(store.obtain(digestOf(randomBytes(11)), download)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
  expect(await readdir(folder)).toEqual([]);
});

test('a large download that was cut off goes on in a later run', async () => {
  const folder = await temporaryFolder();
  const bytes = randomBytes(20 * megabyte);
  const source = sourceOf(bytes);
  const digest = digestOf(bytes);
  source.breakAt(5 * megabyte);
  await expect(all(createContentStore(folder).stream(digest, bytes.length, source.download))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  source.breakAt(Number.POSITIVE_INFINITY);
  expect((await all(createContentStore(folder).stream(digest, bytes.length, source.download))).equals(bytes)).toBe(true);
  expect(source.asked[0]).toBe(0);
  expect(source.asked[1]).toBeGreaterThan(4 * megabyte);
  expect(await readdir(join(folder, 'partial'))).toEqual([]);
  expect((await all(createContentStore(folder).stream(digest, bytes.length, source.download))).equals(bytes)).toBe(true);
  expect(source.asked).toHaveLength(2);
});

test('a part that was damaged in between costs a download from the start', async () => {
  const folder = await temporaryFolder();
  const bytes = randomBytes(20 * megabyte);
  const source = sourceOf(bytes);
  const digest = digestOf(bytes);
  source.breakAt(5 * megabyte);
  await all(createContentStore(folder).stream(digest, bytes.length, source.download)).catch(() => undefined);
  const [part] = await readdir(join(folder, 'partial'));
  const left = await readFile(join(folder, 'partial', part!));
  left[17]! ^= 1;
  await writeFile(join(folder, 'partial', part!), left);
  source.breakAt(Number.POSITIVE_INFINITY);
  expect((await all(createContentStore(folder).stream(digest, bytes.length, source.download))).equals(bytes)).toBe(true);
  expect(source.asked.at(-1)).toBe(0);
});

test('a large kept copy that is damaged ends in DIGEST_INVALID once, and is downloaded anew', async () => {
  const folder = await temporaryFolder();
  const store = createContentStore(folder);
  const bytes = randomBytes(20 * megabyte);
  const source = sourceOf(bytes);
  const digest = digestOf(bytes);
  await all(store.stream(digest, bytes.length, source.download));
  const kept = await readFile(place(folder, digest));
  kept[kept.length - 1]! ^= 1;
  await writeFile(place(folder, digest), kept);
  await expect(all(store.stream(digest, bytes.length, source.download))).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
  expect((await all(store.stream(digest, bytes.length, source.download))).equals(bytes)).toBe(true);
});

test('two who download the same large bytes at once both get them', async () => {
  const folder = await temporaryFolder();
  const bytes = randomBytes(18 * megabyte);
  const digest = digestOf(bytes) as Digest;
  const got = await Promise.all([1, 2].map(() => all(createContentStore(folder).stream(digest, bytes.length, sourceOf(bytes).download))));
  expect(got.every((one) => one.equals(bytes))).toBe(true);
  expect((await stat(place(folder, digest))).size).toBe(bytes.length);
  expect(await readdir(join(folder, 'partial'))).toEqual([]);
});
