import { BlobChangedError, type BlobReading } from '@gati/blob-store';
import { sha256Of } from '@gati/identifiers';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { createBlobOpening } from './open-blob.ts';
import { verifyBytes } from './verify-bytes.ts';

const bytes = Buffer.from('what was stored');
const digest = sha256Of(bytes);
const storedAt = new Date(0);

/** A store that fails in the middle of a body. */
const failing = (error: Error): Pick<BlobReading, 'open' | 'stat'> => ({
  stat: async () => ({ sizeBytes: bytes.length, storedAt }),
  open: async () => ({
    sizeBytes: bytes.length,
    body: Readable.from(
      (async function* () {
        yield bytes.subarray(0, 4);
        throw error;
      })(),
    ),
  }),
});

test('bytes that the store itself finds changed are changed; a store that cannot be read says nothing about the blob', async () => {
  expect(await verifyBytes(failing(new BlobChangedError(digest)), { digest, sizeBytes: bytes.length })).toEqual({
    fault: 'changed',
    seenAt: storedAt,
    sizeBytes: 4,
  });
  await expect(verifyBytes(failing(new Error('gone')), { digest, sizeBytes: bytes.length })).rejects.toThrow('gone');

  const setAside = vi.fn(async () => {});
  expect(await createBlobOpening({ store: failing(new BlobChangedError(digest)), setAside: setAside as never })(digest)).toBeNull();
  expect(setAside).toHaveBeenCalledWith(digest, 'changed', storedAt);
  await expect(createBlobOpening({ store: failing(new Error('gone')), setAside: setAside as never })(digest)).rejects.toThrow('gone');
  expect(setAside).toHaveBeenCalledTimes(1);
});
