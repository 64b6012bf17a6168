import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import { isRegistryError } from '@gati/errors';
import type { AssertRoom } from '../assert-room.ts';
import { noSuchUpload, type UploadReference } from '../open-upload.ts';
import type { ByteRange } from '../rules/ranges.ts';
import { SizeMismatch } from '../size-mismatch.ts';
import { misplacedAt, UploadConflict } from '../upload-conflict.ts';
import type { WriteUpload } from '../write-upload.ts';

interface Dependencies {
  readonly blobs: Pick<BlobStore, 'append' | 'sizeOf'>;
  readonly assertRoom: AssertRoom;
  readonly writeUpload: WriteUpload;
}

export interface Chunk extends UploadReference {
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes that will come, as the client says; null when it does not. */
  readonly statedBytes: number | null;
  /** Where the client says these bytes belong; null for behind what is there. */
  readonly range: ByteRange | null;
}

/**
 * Appends the bytes to the session while they arrive; what has arrived stays when the connection is cut.
 * @returns the session's size now
 * @throws UploadConflict for bytes that belong elsewhere, and while another request writes
 * @throws NOT_FOUND for a session that is not the caller's, or over
 * @throws SizeMismatch when there are more or fewer bytes than the range says
 * @throws QUOTA_EXCEEDED, before the body where the client states its size
 */
export const appendUpload =
  ({ blobs, assertRoom, writeUpload }: Dependencies) =>
  async (principal: Principal, { name, uploadId, body, statedBytes, range }: Chunk): Promise<number> => {
    return writeUpload(principal, { name, uploadId }, async ({ namespaceId, held, lost, watched }) => {
      const offset = await blobs.sizeOf(uploadId);
      if (offset === null) throw noSuchUpload(uploadId);
      if (range && range.start !== offset) throw new UploadConflict('misplaced', offset);
      const room = await assertRoom({ namespaceId, what: 'blob', sizeBytes: statedBytes === null ? null : offset + statedBytes, held });

      const expectedEnd = range ? range.end + 1 : null;
      const maxSizeBytes = Math.min(room, expectedEnd ?? Infinity);
      try {
        const sizeBytes = await blobs.append(uploadId, offset, watched(body), { maxSizeBytes, signal: lost });
        if (expectedEnd !== null && sizeBytes !== expectedEnd) throw new SizeMismatch(expectedEnd - offset, sizeBytes - offset);
        return sizeBytes;
      } catch (error) {
        const standsAt = misplacedAt(error);
        if (standsAt !== null) throw new UploadConflict('misplaced', standsAt);
        const isBeyondRange = isRegistryError(error) && error.code === 'QUOTA_EXCEEDED' && expectedEnd === maxSizeBytes;
        throw isBeyondRange ? new SizeMismatch(expectedEnd - offset, null) : error;
      }
    });
  };
