import { isRegistryError, RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import { createHash, type Hash } from 'node:crypto';
import { UploadOffsetError, type BlobStore, type BlobWriting } from '../blob-store.ts';
import { interruptible } from '../interruptible.ts';
import { createLiveSessions } from '../live-sessions.ts';
import { createTurns } from '../turns.ts';
import { isUploadId } from '../upload-id.ts';
import type { Bucket, StoredObject } from './bucket.ts';
import { chainOf, type Chain } from './chain.ts';
import { asStoreFault, UntrueAnswer } from './faults.ts';
import { newPieceKey, sessionKey, sessionPrefix } from './keys.ts';
import { createLane } from './lane.ts';
import { piecesOf } from './pieces.ts';
import { partsAtOnce, type Publication } from './publication.ts';
import { bytesOf } from './reading.ts';
import { partBytesMin, slabBytes, type Slabs } from './slabs.ts';

/** So many small pieces at a session's end are made one, so that a client that sends single bytes makes no session of a million objects. */
const smallPiecesMax = 64;
const removalsAtOnce = 8;

/** A session of which this process sent every byte: its pieces in order, and the hash of all. */
interface Live {
  readonly pieces: { readonly key: string; readonly sizeBytes: number }[];
  readonly hash: Hash;
}

export type Sessions = Pick<BlobWriting, 'begin' | 'append' | 'sizeOf' | 'commit' | 'abort'> &
  Pick<BlobStore, 'signedPart'> & { readonly isBusy: (uploadId: string) => boolean; readonly removeAll: (keys: readonly string[]) => Promise<void> };

/**
 * Upload sessions that survive a kill and may be continued by any process: their whole state is the objects below one prefix, and what is there never changes.
 * A session that one process sent is committed by copies inside the service, with the hash that ran along. Any other is read, hashed and written once more in one pass,
 * so that no way of cutting, racing, resuming or replacing can put bytes under a digest they do not have.
 */
export function createSessions(bucket: Bucket, slabs: Slabs, publication: Publication): Sessions {
  const turns = createTurns();
  const lives = createLiveSessions<Live>();

  const find = async (uploadId: string): Promise<Chain | null> => {
    if (!isUploadId(uploadId)) return null;
    const objects: StoredObject[] = [];
    for await (const object of bucket.list(sessionPrefix(uploadId))) objects.push(object);
    return objects.some(({ key }) => key === sessionKey(uploadId)) ? chainOf(objects) : null;
  };
  const get = async (uploadId: string): Promise<Chain> => {
    const chain = await find(uploadId);
    if (!chain) throw new RegistryError('NOT_FOUND', { reference: `upload ${uploadId.slice(0, 40)}` });
    return chain;
  };

  const removeAll: Sessions['removeAll'] = async (keys) => {
    const lane = createLane(removalsAtOnce);
    for (const key of keys) await lane.start(() => bucket.remove(key));
    await lane.finish();
  };

  /** The session is over before its pieces go: a kill in between leaves what the sweep takes. */
  const end = async (uploadId: string, { pieces, stranded }: Chain): Promise<void> => {
    lives.forget(uploadId);
    await bucket.remove(sessionKey(uploadId));
    await removeAll([...pieces, ...stranded].map(({ key }) => key));
  };

  /** Makes one piece of the small ones at the end. They stay until that one is stored, and do not count from then on. */
  const mergeSmall = async (uploadId: string, chain: Chain): Promise<Chain> => {
    const from = chain.pieces.findLastIndex(({ sizeBytes }) => sizeBytes >= partBytesMin) + 1;
    const small = chain.pieces.slice(from);
    const [head] = small;
    if (!head || small.length < smallPiecesMax) return chain;
    let sum = 0;
    // Whole pieces, as many as one slab takes; the others are merged by later appends.
    const mergeable = small.filter(({ sizeBytes }) => (sum += sizeBytes) <= slabBytes);
    const key = newPieceKey(uploadId, head.offsetBytes);
    let mergedBytes = 0;
    for await (const { bytes, giveBack } of piecesOf(contentOf(bucket, mergeable), { slabs, maxSizeBytes: slabBytes, onBytes: () => {} })) {
      try {
        await bucket.put(key, bytes, { onlyNew: true });
        mergedBytes = bytes.byteLength;
      } finally {
        giveBack();
      }
    }
    const live = lives.get(uploadId);
    if (live && isSame(live, chain))
      lives.keep(uploadId, {
        pieces: [...live.pieces.slice(0, from), { key, sizeBytes: mergedBytes }, ...live.pieces.slice(from + mergeable.length)],
        hash: live.hash,
      });
    return get(uploadId);
  };

  const append: Sessions['append'] = (uploadId, offsetBytes, body, { maxSizeBytes, signal }) =>
    turns.take(uploadId, async (giveWay) => {
      const found = await get(uploadId);
      if (offsetBytes !== found.sizeBytes) throw new UploadOffsetError(found.sizeBytes);
      const chain = await mergeSmall(uploadId, found);
      if (offsetBytes !== chain.sizeBytes) throw new UploadOffsetError(chain.sizeBytes);
      await removeAll(chain.stranded.map(({ key }) => key));

      const known = lives.get(uploadId);
      const live: Live | null = chain.sizeBytes === 0 ? { pieces: [], hash: createHash('sha256') } : known && isSame(known, chain) ? known : null;
      // Until the append has gone well the hash may be ahead of what is stored.
      lives.forget(uploadId);

      const lane = createLane(partsAtOnce);
      const sent: { readonly key: string; readonly sizeBytes: number; isStored: boolean }[] = [];
      let sizeBytes = offsetBytes;
      let failure: { readonly error: unknown } | null = null;
      try {
        const stream = interruptible(body, signal ? AbortSignal.any([giveWay, signal]) : giveWay);
        for await (const { bytes, giveBack } of piecesOf(stream, {
          slabs,
          maxSizeBytes: maxSizeBytes - offsetBytes,
          onBytes: (some) => void live?.hash.update(some),
        })) {
          const piece = { key: newPieceKey(uploadId, sizeBytes), sizeBytes: bytes.byteLength, isStored: false };
          sizeBytes += bytes.byteLength;
          sent.push(piece);
          await lane.start(async () => {
            try {
              await bucket.put(piece.key, bytes, { onlyNew: false });
              piece.isStored = true;
            } finally {
              giveBack();
            }
          });
        }
      } catch (error) {
        failure = { error };
      }
      await lane.finish().catch((error: unknown) => (failure ??= { error }));

      const firstLost = sent.findIndex(({ isStored }) => !isStored);
      if (firstLost === -1 && live) lives.keep(uploadId, { pieces: [...live.pieces, ...sent], hash: live.hash });
      // What stands behind a gap must not join what comes into the gap later.
      if (firstLost !== -1) await removeAll(sent.slice(firstLost).map(({ key }) => key)).catch(() => {});
      if (failure) throw failure.error;
      return sizeBytes;
    });

  const commit: Sessions['commit'] = (uploadId, expected) =>
    turns.take(uploadId, async () => {
      const chain = await get(uploadId);
      const live = lives.get(uploadId);
      const isHashed = live !== undefined && expected.startsWith('sha256:') && isSame(live, chain);
      try {
        if (isHashed) assertDigest(live.hash, expected);
        const isComposable = isHashed && chain.sizeBytes > slabBytes && chain.pieces.slice(0, -1).every(({ sizeBytes }) => sizeBytes >= partBytesMin);
        const blob = isComposable
          ? await publication.compose(chain.pieces, { digest: expected, sizeBytes: chain.sizeBytes })
          : await publication.write(contentOf(bucket, chain.pieces), { expected, maxSizeBytes: chain.sizeBytes });
        await end(uploadId, chain);
        return blob;
      } catch (error) {
        // A service that is down leaves the session as it is: the client may commit again.
        if (isRegistryError(error) && error.code === 'DIGEST_INVALID') await end(uploadId, chain);
        throw error;
      }
    });

  return {
    begin: async (uploadId) => {
      if (!isUploadId(uploadId)) throw new Error('The id of an upload is a UUID.');
      await bucket.put(sessionKey(uploadId), Buffer.alloc(0), { onlyNew: false });
    },
    append,
    sizeOf: async (uploadId) => (await find(uploadId))?.sizeBytes ?? null,
    commit,
    abort: async (uploadId) => {
      if (!isUploadId(uploadId)) return;
      await turns.take(uploadId, async () => {
        const chain = await find(uploadId);
        if (chain) await end(uploadId, chain);
      });
    },
    isBusy: (uploadId) => turns.isTaken(uploadId),
    removeAll,
    ...(bucket.signPut === null ? {} : { signedPart: signing(bucket, bucket.signPut) }),
  };
}

const signing =
  (bucket: Bucket, sign: NonNullable<Bucket['signPut']>): NonNullable<BlobStore['signedPart']> =>
  async (uploadId, { offsetBytes, sizeBytes, digest, expiresInSeconds }) => {
    if (!isUploadId(uploadId) || !(await bucket.head(sessionKey(uploadId))))
      throw new RegistryError('NOT_FOUND', { reference: `upload ${uploadId.slice(0, 40)}` });
    const [algorithm, hex = ''] = digest.split(':');
    if (algorithm !== 'sha256') throw new RegistryError('DIGEST_INVALID', { expected: digest, reason: 'A signed part is named by its SHA-256.' });
    return sign(newPieceKey(uploadId, offsetBytes), { sizeBytes, sha256: Buffer.from(hex, 'hex'), expiresInSeconds });
  };

/** Whether the session is exactly what this process sent. */
const isSame = ({ pieces }: Live, chain: Chain): boolean =>
  pieces.length === chain.pieces.length &&
  pieces.every(({ key, sizeBytes }, index) => chain.pieces[index]?.key === key && chain.pieces[index].sizeBytes === sizeBytes);

/** A copy of the hash is asked: after a failed attempt the next one needs it again. */
function assertDigest(hash: Hash, expected: Digest): void {
  const actual = `sha256:${hash.copy().digest('hex')}`;
  if (actual !== expected) throw new RegistryError('DIGEST_INVALID', { expected, actual });
}

/** The bytes of objects one after the other. */
async function* contentOf(bucket: Bucket, pieces: readonly StoredObject[]): AsyncGenerator<Uint8Array, void, undefined> {
  const control = new AbortController();
  try {
    for (const { key, sizeBytes } of pieces) {
      const first = await bucket.get(key, undefined, control.signal);
      if (first?.sizeBytes !== sizeBytes) {
        first?.body.destroy();
        throw asStoreFault(new UntrueAnswer('a piece of an upload has gone or has another size'), 'GetObject');
      }
      yield* bytesOf({ bucket, key, range: { start: 0, end: sizeBytes - 1 }, first: first.body, signal: control.signal });
    }
  } finally {
    control.abort(new Error('The reader has gone.'));
  }
}
