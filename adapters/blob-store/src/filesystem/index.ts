import { mkdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../blob-store.ts';
import { asStoreFault, orNull } from './faults.ts';
import { appendStream } from './hashed-file.ts';
import { interruptible } from '../interruptible.ts';
import { layoutOf } from './layout.ts';
import { createPublication, tallyFor } from './publication.ts';
import { createReading } from './reading.ts';
import { sweepLeftovers } from './sweep.ts';
import { createUploads } from './uploads.ts';

export interface FilesystemBlobStoreOptions {
  /** The store's own folder, on one volume; made when absent. Several processes may share it. */
  readonly folder: string;
  /** For the age of leftovers; the system's clock unless told. */
  readonly now?: () => number;
}

/**
 * A blob store in a folder. A blob is one file named by its digest; it appears by a rename after its bytes are on the disk, so a kill or a power cut at any moment leaves either all of it or nothing.
 * Memory for each transfer is two buffers of 256 KiB. A disk that is full or broken is UPSTREAM_UNAVAILABLE.
 */
export function createFilesystemBlobStore({ folder, now = Date.now }: FilesystemBlobStoreOptions): BlobStore {
  const layout = layoutOf(folder);
  for (const made of [layout.blobs, layout.temporary, layout.uploads]) mkdirSync(made, { recursive: true, mode: 0o700 });
  const publication = createPublication(layout);
  const uploads = createUploads(layout, publication);

  return {
    ...createReading(layout),
    write: told((body, { expected, maxSizeBytes, signal }) =>
      publication.withTemporaryFile(async (path, file) => {
        const tally = tallyFor(expected);
        await appendStream(file, tally, signal ? interruptible(body, signal) : body, maxSizeBytes);
        return publication.publish(path, file, tally, expected);
      }),
    ),
    begin: told(uploads.begin),
    append: told(uploads.append),
    sizeOf: told(uploads.sizeOf),
    commit: told(uploads.commit),
    abort: told(uploads.abort),
    remove: told((digest) => rm(layout.blobOf(digest), { force: true })),
    setAside: told(async (digest) => {
      await mkdir(layout.setAside, { recursive: true, mode: 0o700 });
      await orNull(rename(layout.blobOf(digest), join(layout.setAside, `${digest.replace(':', '-')}-${now()}`)));
    }),
    sweep: told((olderThanMs) => sweepLeftovers(layout, now() - olderThanMs, uploads.isBusy)),
    check: told(() => publication.withTemporaryFile(async (_, file) => file.sync())),
  };
}

/** Says a fault of the disk as one of the store. */
const told =
  <A extends readonly unknown[], R>(work: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    try {
      return await work(...args);
    } catch (error) {
      throw asStoreFault(error);
    }
  };
