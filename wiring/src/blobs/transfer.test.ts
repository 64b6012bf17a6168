import { createFilesystemBlobStore, type BlobStore } from '@gati/blob-store';
import { sha256Of, type Digest } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit';
import { randomBytes } from 'node:crypto';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyBlobs, verifyBlobs, type TransferOptions } from './transfer.ts';

const options = (changes: Partial<TransferOptions> = {}): TransferOptions => ({
  concurrency: 4,
  signal: new AbortController().signal,
  onProgress: () => {},
  ...changes,
});
const openStore = async () => {
  const folder = await temporaryFolder();
  return { folder, store: createFilesystemBlobStore({ folder }) };
};
async function fill(store: BlobStore, count: number): Promise<Digest[]> {
  const digests: Digest[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = randomBytes(1 + index * 1000);
    const body = (async function* () {
      yield bytes;
    })();
    await store.write(body, { expected: sha256Of(bytes), maxSizeBytes: bytes.length });
    digests.push(sha256Of(bytes));
  }
  return digests;
}
const listed = async (store: BlobStore): Promise<Digest[]> => {
  const digests: Digest[] = [];
  for await (const { digest } of store.list()) digests.push(digest);
  return digests.toSorted();
};
async function rot(folder: string, digest: Digest): Promise<void> {
  const [algorithm = '', hex = ''] = digest.split(':');
  const path = join(folder, 'blobs', algorithm, hex.slice(0, 2), hex);
  const bytes = await readFile(path);
  bytes[0]! ^= 1;
  await chmod(path, 0o600);
  await writeFile(path, bytes);
}

test('a copy is whole, and a second one sends nothing', async () => {
  const [from, to] = [await openStore(), await openStore()];
  const digests = await fill(from.store, 20);
  expect(await copyBlobs(from.store, to.store, options())).toMatchObject({ seen: 20, copied: 20, skipped: 0, faults: [] });
  expect(await listed(to.store)).toEqual(digests.toSorted());
  expect(await copyBlobs(from.store, to.store, options())).toMatchObject({ copied: 0, skipped: 20 });
  expect(await verifyBlobs(to.store, from.store, options())).toMatchObject({ seen: 20, faults: [] });
});

test('a copy that is interrupted leaves whole blobs, and the next one goes on', async () => {
  const [from, to] = [await openStore(), await openStore()];
  const digests = await fill(from.store, 20);
  const control = new AbortController();
  const interrupted = copyBlobs(
    from.store,
    to.store,
    options({ concurrency: 1, signal: control.signal, onProgress: ({ copied }) => copied === 7 && control.abort(new Error('interrupted')) }),
  );
  await expect(interrupted).rejects.toThrow('interrupted');
  const there = (await listed(to.store)).length;
  expect(there).toBeGreaterThanOrEqual(7);
  expect(there).toBeLessThan(20);
  expect(await verifyBlobs(to.store, from.store, options())).toMatchObject({ faults: [] });
  expect(await copyBlobs(from.store, to.store, options())).toMatchObject({ copied: 20 - there, skipped: there });
  expect(await listed(to.store)).toEqual(digests.toSorted());
  expect(await readdir(join(to.folder, 'temporary'))).toEqual([]);
});

test('a rotten blob is told by name, is never copied, and keeps no other from it', async () => {
  const [from, to] = [await openStore(), await openStore()];
  const [bad, ...good] = await fill(from.store, 5);
  await rot(from.folder, bad!);
  const { faults, copied } = await copyBlobs(from.store, to.store, options());
  expect([copied, faults.map(({ digest }) => digest)]).toEqual([4, [bad]]);
  expect(await listed(to.store)).toEqual(good.toSorted());
  expect((await verifyBlobs(from.store, null, options())).faults).toMatchObject([{ digest: bad }]);
  await to.store.remove(good[0]!);
  expect((await verifyBlobs(from.store, to.store, options())).faults.map(({ digest }) => digest).toSorted()).toEqual([bad, good[0]].toSorted());
});
