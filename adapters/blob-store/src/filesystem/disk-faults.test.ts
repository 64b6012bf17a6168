import { sha256Of } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bytesOf } from './doomed-writer.ts';
import { createFilesystemBlobStore } from './index.ts';

/** What every open file does: the place where a disk fails. */
const handles = await (async (): Promise<FileHandle> => {
  const file = await open(import.meta.filename, 'r');
  await file.close();
  return Object.getPrototypeOf(file) as FileHandle;
})();
afterEach(() => vi.restoreAllMocks());

const fault = (code: string): Error => Object.assign(new Error(`${code}: the disk says no`), { code });
const bytes = bytesOf('disk', 5_000_000);
const digest = sha256Of(bytes);
const uploadId = '00000000-0000-4000-8000-000000000001';
const limit = { maxSizeBytes: bytes.length };

async function setUp() {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  await store.begin(uploadId);
  return {
    store,
    leftovers: () => readdir(join(folder, 'temporary')),
    bySingleWrite: () => store.write(Readable.from([bytes]), { expected: digest, ...limit }),
    bySession: async () => {
      const offset = (await store.sizeOf(uploadId)) ?? 0;
      await store.append(uploadId, offset, Readable.from([bytes.subarray(offset)]), limit);
      return store.commit(uploadId, digest);
    },
  };
}

describe.each(['bySingleWrite', 'bySession'] as const)('%s', (way) => {
  test.each([
    ['full at the first byte', 'write', 'ENOSPC', 1],
    ['full in the midst', 'write', 'ENOSPC', 4],
    ['broken in the midst', 'write', 'EIO', 3],
    ['broken when the bytes have to be safe', 'sync', 'EIO', 1],
    ['over its quota', 'write', 'EDQUOT', 2],
  ] as const)('a disk that is %s leaves no blob, and the same push works when it is well again', async (_, call, code, at) => {
    const { store, leftovers, ...ways } = await setUp();
    const real = handles[call] as (...given: unknown[]) => Promise<unknown>;
    let calls = 0;
    vi.spyOn(handles, call).mockImplementation(function (this: FileHandle, ...given: unknown[]) {
      return ++calls === at ? Promise.reject(fault(code)) : real.apply(this, given);
    } as never);

    await expect(ways[way]()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect([await store.stat(digest), await leftovers()]).toEqual([null, []]);

    vi.restoreAllMocks();
    expect(await ways[way]()).toEqual({ digest, sizeBytes: bytes.length });
    expect(Buffer.from((await store.read(digest, bytes.length))!).equals(bytes)).toBe(true);
  });

  test('a disk that takes less than it is given loses nothing', async () => {
    const { store, ...ways } = await setUp();
    const real = handles.write as (...given: unknown[]) => Promise<unknown>;
    vi.spyOn(handles, 'write').mockImplementation(function (this: FileHandle, buffer: Uint8Array, offset: number, length: number, position: number) {
      return real.call(this, buffer, offset, Math.max(1, Math.floor(length / 3)), position);
    } as never);

    expect(await ways[way]()).toEqual({ digest, sizeBytes: bytes.length });
    vi.restoreAllMocks();
    expect(Buffer.from((await store.read(digest, bytes.length))!).equals(bytes)).toBe(true);
  });
});

test('a blob that was found changed is out of what is readable, its bytes are kept, and the same blob can be stored anew', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  await store.write(Readable.from([bytes]), { expected: digest, ...limit });
  await store.setAside!(digest);
  await store.setAside!(digest);
  expect([await store.stat(digest), await store.open(digest), (await readdir(join(folder, 'set-aside'))).length]).toEqual([null, null, 1]);
  await store.write(Readable.from([bytes]), { expected: digest, ...limit });
  expect((await store.stat(digest))?.sizeBytes).toBe(bytes.length);
});

test('what a disk failed to take behind a part that it had answered for is not believed afterwards: the bytes are read and hashed again', async () => {
  const folder = await temporaryFolder();
  const store = createFilesystemBlobStore({ folder });
  const pushed = async (id: string): Promise<string> => {
    await store.begin(id);
    const real = handles.datasync;
    let calls = 0;
    vi.spyOn(handles, 'datasync').mockImplementation(function (this: FileHandle) {
      return ++calls === 1 ? Promise.reject(fault('EIO')) : real.call(this);
    });
    await store.append(id, 0, Readable.from([bytes]), limit);
    const [segment] = await readdir(join(folder, 'uploads', id));
    return join(folder, 'uploads', id, segment!);
  };

  await pushed(uploadId);
  expect(await store.commit(uploadId, digest)).toEqual({ digest, sizeBytes: bytes.length });
  await store.remove(digest);

  const another = '00000000-0000-4000-8000-000000000002';
  const file = await open(await pushed(another), 'r+');
  await file.write(Buffer.from([bytes[100]! ^ 1]), 0, 1, 100);
  await file.close();
  await expect(store.commit(another, digest)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
});
