import type { BlobStore } from '../blob-store.ts';
import { openBucket } from './bucket.ts';
import { blobKey, checkKey } from './keys.ts';
import type { S3BlobStoreOptions } from './options.ts';
import { createPublication } from './publication.ts';
import { createReading } from './reading.ts';
import { createSessions } from './sessions.ts';
import { createSlabs } from './slabs.ts';
import { sweepLeftovers } from './sweep.ts';

export type { Patience, S3BlobStoreOptions } from './options.ts';

/** 240 MiB for all transfers of a process together; a further one waits. */
const slabsMax = 24;
const idleSlabsMax = 4;

/**
 * A blob store in a bucket of S3 or of a service that speaks its protocol. A blob is one object named by its digest; it appears in one step after its digest is known to be right.
 * A transfer holds at most 4 buffers of 10 MiB. A service that is down, refuses or answers what cannot be true is UPSTREAM_UNAVAILABLE, after attempts with growing random waits; never a wrong blob.
 */
export function createS3BlobStore(options: S3BlobStoreOptions): BlobStore & { readonly close: () => void } {
  const { now = Date.now } = options;
  const bucket = openBucket(options);
  const slabs = createSlabs({ max: slabsMax, idleMax: idleSlabsMax });
  const publication = createPublication(bucket, slabs);
  const sessions = createSessions(bucket, slabs, publication);
  const { begin, append, sizeOf, commit, abort, signedPart } = sessions;

  return {
    ...createReading(bucket),
    write: publication.write,
    begin,
    append,
    sizeOf,
    commit,
    abort,
    ...(signedPart ? { signedPart } : {}),
    remove: (digest) => bucket.remove(blobKey(digest)),
    sweep: (olderThanMs) => sweepLeftovers(bucket, { before: new Date(now() - olderThanMs), sessions, publication }),
    check: createCheck(() => bucket.put(checkKey, Buffer.from('ok'), { onlyNew: false })),
    close: bucket.close,
  };
}

/** A check that went well holds for a while, and those who ask while one runs wait for that one: probes come every second, and each PUT is paid for. */
const checkHoldsMs = 5_000;
function createCheck(work: () => Promise<unknown>): BlobStore['check'] {
  let wentWellAt = -Infinity;
  let running: Promise<void> | null = null;
  return async () => {
    if (performance.now() - wentWellAt < checkHoldsMs) return;
    running ??= work()
      .then(() => void (wentWellAt = performance.now()))
      .finally(() => (running = null));
    await running;
  };
}
