import { isRegistryError, RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { UploadOffsetError, type BlobWriting, type StoredBlob } from '../blob-store.ts';
import { appendStream, bufferBytes, newTally, type Tally } from './hashed-file.ts';
import { interruptible } from '../interruptible.ts';
import type { Layout } from './layout.ts';
import { algorithmOf, tallyFor, type Publication } from './publication.ts';
import { chain, listSegments, newSegmentPath, type Segment } from './segments.ts';
import { createLiveSessions } from '../live-sessions.ts';
import { createTurns } from '../turns.ts';
import { isUploadId } from '../upload-id.ts';

/** A segment that this process made, and the hash of all that it wrote there. */
interface Live {
  readonly path: string;
  readonly offsetBytes: number;
  readonly tally: Tally;
  /** Of the tally's bytes, how many the disk was asked to take. */
  syncedBytes: number;
  /** Ends when it has them, or has failed; null while it is not asked. */
  syncing: Promise<void> | null;
}

/** From so many bytes on the disk begins while the client still sends. */
const syncBehindBytes = 4 * 1024 * 1024;

export type Uploads = Pick<BlobWriting, 'begin' | 'append' | 'sizeOf' | 'commit' | 'abort'> & { readonly isBusy: (uploadId: string) => boolean };

/**
 * Upload sessions that survive a kill and may be continued by any process.
 * A file is written only by the process that made it. A session whose bytes one process wrote in one file is committed by a rename, with the hash that ran along; any other is copied and hashed again, so that no way of cutting, racing or resuming can put bytes under a digest they do not have.
 */
export function createUploads(layout: Layout, publication: Publication): Uploads {
  const turns = createTurns();
  const lives = createLiveSessions<Live>();

  const segmentsOf = async (uploadId: string): Promise<readonly Segment[]> => {
    const segments = isUploadId(uploadId) ? await listSegments(layout.uploadOf(uploadId)) : null;
    if (!segments) throw new RegistryError('NOT_FOUND', { reference: `upload ${uploadId.slice(0, 40)}` });
    return segments;
  };

  const end = async (uploadId: string): Promise<void> => {
    lives.forget(uploadId);
    await rm(layout.uploadOf(uploadId), { recursive: true, force: true });
  };

  /**
   * The disk takes what has arrived while the client sends its next part, so that the commit has little left to wait for. It is the commit that promises anything: it syncs once more.
   * Where this fails, what was written may be lost although a later sync says nothing of it, so the session is copied and hashed again from what can be read.
   */
  const syncBehind = async (uploadId: string, live: Live, file: FileHandle): Promise<void> => {
    if (live.syncing || live.tally.sizeBytes - live.syncedBytes < syncBehindBytes) return file.close();
    live.syncedBytes = live.tally.sizeBytes;
    live.syncing = file
      .datasync()
      .catch(() => lives.forget(uploadId))
      .finally(() => {
        live.syncing = null;
        return file.close().catch(() => {});
      });
  };

  const append: Uploads['append'] = (uploadId, offsetBytes, body, { maxSizeBytes, signal }) =>
    turns.take(uploadId, async (giveWay) => {
      const segments = await segmentsOf(uploadId);
      const { sizeBytes } = chain(segments);
      if (offsetBytes !== sizeBytes) throw new UploadOffsetError(sizeBytes);

      const known = lives.get(uploadId);
      const own = known && goesOn(known, segments, sizeBytes) ? known : null;
      const live: Live = own ?? {
        path: newSegmentPath(layout.uploadOf(uploadId), sizeBytes),
        offsetBytes: sizeBytes,
        tally: newTally('sha256'),
        syncedBytes: 0,
        syncing: null,
      };
      const file = await open(live.path, own ? 'r+' : 'wx', 0o600);
      lives.keep(uploadId, live);
      try {
        const stream = interruptible(body, signal ? AbortSignal.any([giveWay, signal]) : giveWay);
        await appendStream(file, live.tally, stream, maxSizeBytes - live.offsetBytes);
      } catch (error) {
        await file.close();
        throw error;
      }
      await syncBehind(uploadId, live, file);
      return live.offsetBytes + live.tally.sizeBytes;
    });

  /** The session's one file and its hash, where this process wrote all of it and nothing has touched it since. */
  const wholeFile = async (uploadId: string, segments: readonly Segment[], expected: Digest): Promise<Live | null> => {
    const live = lives.get(uploadId);
    if (!live || segments.length !== 1 || segments[0]?.path !== live.path || live.offsetBytes !== 0 || algorithmOf(expected) !== 'sha256') return null;
    return (await stat(live.path)).size === live.tally.sizeBytes ? live : null;
  };

  const publishWhole = async ({ path, tally }: Live, expected: Digest): Promise<StoredBlob> => {
    const file = await open(path, 'r+');
    try {
      // A copy of the hash: after a failed attempt the next one needs it again.
      return await publication.publish(path, file, { hash: tally.hash.copy(), sizeBytes: tally.sizeBytes }, expected);
    } finally {
      await file.close();
    }
  };

  const publishCopy = (segments: readonly Segment[], expected: Digest): Promise<StoredBlob> =>
    publication.withTemporaryFile(async (path, file) => {
      const { pieces, sizeBytes } = chain(segments);
      const tally = tallyFor(expected);
      for (const { path: from, takeBytes } of pieces) {
        await appendStream(file, tally, createReadStream(from, { end: takeBytes - 1, highWaterMark: bufferBytes }), sizeBytes);
      }
      return publication.publish(path, file, tally, expected);
    });

  const commit: Uploads['commit'] = (uploadId, expected) =>
    turns.take(uploadId, async () => {
      await lives.get(uploadId)?.syncing;
      const segments = await segmentsOf(uploadId);
      const whole = await wholeFile(uploadId, segments, expected);
      try {
        const blob = whole ? await publishWhole(whole, expected) : await publishCopy(segments, expected);
        await end(uploadId);
        return blob;
      } catch (error) {
        // A full disk leaves the session as it is: the client may commit again.
        if (isRegistryError(error) && error.code === 'DIGEST_INVALID') await end(uploadId);
        throw error;
      }
    });

  return {
    begin: async (uploadId) => {
      if (!isUploadId(uploadId)) throw new Error('The id of an upload is a UUID.');
      await mkdir(layout.uploadOf(uploadId), { mode: 0o700 });
    },
    append,
    sizeOf: async (uploadId) => {
      const segments = isUploadId(uploadId) ? await listSegments(layout.uploadOf(uploadId)) : null;
      return segments && chain(segments).sizeBytes;
    },
    commit,
    abort: (uploadId) => (isUploadId(uploadId) ? turns.take(uploadId, () => end(uploadId)) : Promise.resolve()),
    isBusy: (uploadId) => turns.isTaken(uploadId),
  };
}

/**
 * Whether the session goes on in this process's own segment: it is as long as the tally says, ends where the session ends, and nothing was begun at its end since.
 * What another process began there, even without a byte so far, cuts this segment short (`chain`), so bytes written behind it would be lost.
 */
const goesOn = ({ path, offsetBytes, tally }: Live, segments: readonly Segment[], sizeBytes: number): boolean => {
  const end = offsetBytes + tally.sizeBytes;
  const isWhole = segments.some((segment) => segment.path === path && segment.sizeBytes === tally.sizeBytes);
  return isWhole && end === sizeBytes && segments.every((segment) => segment.path === path || segment.offsetBytes < end);
};
