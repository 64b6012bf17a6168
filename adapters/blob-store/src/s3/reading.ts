import { RegistryError } from '@gati/errors';
import { digestHasher, type Digest } from '@gati/identifiers';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { BlobChangedError, type BlobReading, type ByteRange, type ListedBlob } from '../blob-store.ts';
import type { Bucket } from './bucket.ts';
import { asStoreFault, UntrueAnswer } from './faults.ts';
import { blobKey, blobsPrefix, digestOfKey } from './keys.ts';

/** A stream that is cut is asked for again from where it stands; so often in a row without a byte of progress and it is given up. */
const emptyResumesMax = 4;
/** What a slow reader lets pile up. */
const bufferBytes = 256 * 1024;

export function createReading(bucket: Bucket): BlobReading {
  const open: BlobReading['open'] = async (digest, range) => {
    const control = new AbortController();
    const first = await bucket.get(blobKey(digest), range, control.signal);
    if (!first) return null;
    const source = bytesOf({ bucket, key: blobKey(digest), range: range ?? { start: 0, end: first.sizeBytes - 1 }, first: first.body, signal: control.signal });
    const body = Readable.from(range ? source : verified(source, digest), { objectMode: false, highWaterMark: bufferBytes });
    body.once('close', () => control.abort(new Error('The reader has gone.')));
    return { sizeBytes: first.sizeBytes, body };
  };

  return {
    open,

    stat: async (digest) => {
      const stored = await bucket.head(blobKey(digest));
      return stored && { sizeBytes: stored.sizeBytes, storedAt: stored.storedAt };
    },

    read: async (digest, maxSizeBytes) => {
      const found = await open(digest);
      if (!found) return null;
      if (found.sizeBytes > maxSizeBytes) {
        (found.body as Readable).destroy();
        throw new RegistryError('QUOTA_EXCEEDED', { what: `The size of ${digest} in bytes`, limit: maxSizeBytes, found: found.sizeBytes });
      }
      const pieces: Uint8Array[] = [];
      for await (const piece of found.body) pieces.push(piece);
      return Buffer.concat(pieces);
    },

    list: () => listBlobs(bucket),

    ...(bucket.signGet === null ? {} : { signedUrl: signing(bucket.signGet) }),
  };
}

const signing =
  (sign: NonNullable<Bucket['signGet']>): NonNullable<BlobReading['signedUrl']> =>
  (digest, { expiresInSeconds }) =>
    sign(blobKey(digest), digest.replace(':', '-'), expiresInSeconds);

async function* listBlobs(bucket: Bucket): AsyncGenerator<ListedBlob, void, undefined> {
  for await (const { key, sizeBytes, storedAt } of bucket.list(blobsPrefix)) {
    const digest = digestOfKey(key);
    if (digest) yield { digest, sizeBytes, storedAt };
  }
}

export interface Source {
  readonly bucket: Bucket;
  readonly key: string;
  readonly range: ByteRange;
  readonly first: Readable;
  readonly signal: AbortSignal;
}

/**
 * Exactly the bytes of the range: a body that breaks off, stalls or ends early is asked for again from there, and more bytes than asked for are a fault.
 * @throws UPSTREAM_UNAVAILABLE when the rest does not come
 */
export async function* bytesOf({ bucket, key, range, first, signal }: Source): AsyncGenerator<Uint8Array, void, undefined> {
  const { patience } = bucket;
  let position = range.start;
  let emptyResumes = 0;
  for (let body = first; ;) {
    let failure: unknown = new UntrueAnswer('a body shorter than it said');
    const stopWatching = watch(body, patience.stallMs, signal);
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        if (position + chunk.byteLength > range.end + 1) throw new UntrueAnswer('a body longer than it said');
        position += chunk.byteLength;
        emptyResumes = 0;
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      failure = error;
    } finally {
      stopWatching();
      body.destroy();
    }
    if (position > range.end) return;
    if (emptyResumes++ >= emptyResumesMax) throw asStoreFault(failure, 'GetObject');
    await wait(Math.random() * patience.waitMs * 2 ** emptyResumes, undefined, { signal });
    const again = await bucket.get(key, { start: position, end: range.end }, signal);
    if (!again) throw asStoreFault(failure, 'GetObject');
    body = again.body;
  }
}

/** Destroys a body that stands still or whose reader has gone. @returns ends the watch */
function watch(body: Readable, stallMs: number, signal: AbortSignal): () => void {
  const timer = setTimeout(() => body.destroy(new UntrueAnswer(`no byte for ${stallMs} ms`)), stallMs);
  const onData = (): void => void timer.refresh();
  const onAbort = (): void => void body.destroy(new Error('The reader has gone.'));
  body.on('readable', onData);
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    body.off('readable', onData);
    signal.removeEventListener('abort', onAbort);
  };
}

/** The bytes, of which the last piece is held back until the digest of all is known to be right: what is wrong never ends well. @throws when it is not */
async function* verified(source: AsyncIterable<Uint8Array>, digest: Digest): AsyncGenerator<Uint8Array, void, undefined> {
  const hasher = digestHasher(digest);
  let last: Uint8Array | null = null;
  for await (const chunk of source) {
    if (last) yield last;
    hasher.update(chunk);
    last = chunk;
  }
  if (hasher.digest() !== digest) throw new BlobChangedError(digest);
  if (last) yield last;
}
