import { sha256Of } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { blobStoreContract } from '../contract.ts';
import { layoutOf } from './layout.ts';
import { createFilesystemBlobStore } from './index.ts';

blobStoreContract('filesystem', async () => {
  const folder = await temporaryFolder();
  return { store: createFilesystemBlobStore({ folder }), another: async () => createFilesystemBlobStore({ folder }) };
});

const large = { maxSizeBytes: 1_000_000_000 };
const streamOf = (bytes: Uint8Array): Readable => Readable.from([bytes]);

test('a session written here in one go is renamed, not copied', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const layout = layoutOf(folder);
  const bytes = randomBytes(400_000);
  const uploadId = randomUUID();
  await store.begin(uploadId);
  await store.append(uploadId, 0, streamOf(bytes.subarray(0, 250_000)), large);
  await store.append(uploadId, 250_000, streamOf(bytes.subarray(250_000)), large);
  const [segment = ''] = await readdir(layout.uploadOf(uploadId));
  const { ino } = await stat(join(layout.uploadOf(uploadId), segment));
  await store.commit(uploadId, sha256Of(bytes));

  expect((await stat(layout.blobOf(sha256Of(bytes)))).ino).toBe(ino);
});

test('bytes that something else put into a session are hashed before they become a blob', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const layout = layoutOf(folder);
  const uploadId = randomUUID();
  await store.begin(uploadId);
  await store.append(uploadId, 0, streamOf(Buffer.from('honest')), large);
  const [segment = ''] = await readdir(layout.uploadOf(uploadId));
  await writeFile(join(layout.uploadOf(uploadId), `${'6'.padStart(16, '0')}-${randomUUID()}`), ' or not');

  await expect(store.commit(uploadId, sha256Of(Buffer.from('honest')))).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
  expect(segment).not.toBe('');
});

test('ids that are no UUID reach no file', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const bytes = Buffer.from('kept');
  await store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large });

  for (const id of ['..', '../blobs', 'a/b', '', '.']) {
    await expect(store.begin(id)).rejects.toThrow('UUID');
    await expect(store.append(id, 0, streamOf(bytes), large)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await store.sizeOf(id)).toBeNull();
    await store.abort(id);
  }
  expect(await store.stat(sha256Of(bytes))).toMatchObject({ sizeBytes: 4 });
});

test('a small blob whose stored bytes have changed is not given out', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const bytes = Buffer.from('{"name":"@acme/auth"}');
  await store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large });
  const path = layoutOf(folder).blobOf(sha256Of(bytes));
  const stored = await readFile(path);
  stored[0]! ^= 1;
  await chmod(path, 0o600);
  await writeFile(path, stored);

  await expect(store.read(sha256Of(bytes), 1000)).rejects.toThrow('have changed');
});

test('nothing is left in the temporary folder by writes that failed', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const bytes = randomBytes(300_000);
  await Promise.allSettled([
    store.write(streamOf(bytes), { expected: sha256Of(Buffer.from('other')), ...large }),
    store.write(streamOf(bytes), { expected: sha256Of(bytes), maxSizeBytes: 10 }),
    store.write(streamOf(bytes), { expected: sha256Of(bytes), ...large, signal: AbortSignal.abort(new Error('gone')) }),
  ]);

  expect(await readdir(layoutOf(folder).temporary)).toEqual([]);
});
