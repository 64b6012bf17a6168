import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { AssertRoom } from '../assert-room.ts';
import type { ArtifactLimits } from '../limits.ts';
import { noSuchUpload, type UploadReference } from '../open-upload.ts';
import type { Tables, Transact } from '../ports.ts';
import { uploads } from '../repository/uploads.ts';
import { storeBlobRow } from '../store-blob-row.ts';
import type { WriteUpload } from '../write-upload.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly blobs: Pick<BlobStore, 'write' | 'sizeOf' | 'abort' | 'stat'>;
  readonly clock: Clock;
  readonly limits: ArtifactLimits;
  readonly assertRoom: AssertRoom;
  readonly writeUpload: WriteUpload;
}

export interface WholeBody extends UploadReference {
  readonly digest: Digest;
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes that will come, as the client says; null when it does not. */
  readonly statedBytes: number | null;
}

/**
 * Takes a whole blob whose digest is known into a session that has nothing yet, and ends the session: the bytes are written once, to where they belong. A body that breaks off leaves the session as empty as it was.
 * @returns false when the session has bytes already, and none was read
 * @throws DIGEST_INVALID when the bytes have another digest; nothing is kept, and the session is over
 * @throws QUOTA_EXCEEDED, before the body where the client states its size
 * @throws UploadConflict while another request writes to it
 * @throws NOT_FOUND for a session that is not the caller's, or over
 * @see Distribution Specification 1.1, "POST then PUT"
 */
export const receiveUpload =
  ({ tables, transaction, blobs, clock, limits, assertRoom, writeUpload }: Dependencies) =>
  async (principal: Principal, { name, uploadId, digest, body, statedBytes }: WholeBody): Promise<boolean> => {
    return writeUpload(principal, { name, uploadId }, async ({ artifactId, namespaceId, held, lost, watched }) => {
      const offset = await blobs.sizeOf(uploadId);
      if (offset === null) throw noSuchUpload(uploadId);
      if (offset > 0) return false;
      const maxSizeBytes = await assertRoom({ namespaceId, what: 'blob', sizeBytes: statedBytes, digest, held });
      try {
        const { sizeBytes } = await blobs.write(watched(body), { expected: digest, maxSizeBytes, signal: lost });
        await transaction(async (locked) => {
          await storeBlobRow(locked, { store: blobs, limits }, { artifactId, digest, sizeBytes, at: clock() });
          await uploads(locked).remove(uploadId);
        });
      } catch (error) {
        if (!isRegistryError(error) || error.code !== 'DIGEST_INVALID') throw error;
        await uploads(tables).remove(uploadId);
        await blobs.abort(uploadId);
        throw error;
      }
      await blobs.abort(uploadId);
      return true;
    });
  };
