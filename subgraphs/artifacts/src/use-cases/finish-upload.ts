import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from '../limits.ts';
import { noSuchUpload, type UploadReference } from '../open-upload.ts';
import type { Tables, Transact } from '../ports.ts';
import { uploads } from '../repository/uploads.ts';
import { storeBlobRow } from '../store-blob-row.ts';
import type { WriteUpload } from '../write-upload.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly blobs: Pick<BlobStore, 'commit' | 'stat'>;
  readonly clock: Clock;
  readonly limits: ArtifactLimits;
  readonly writeUpload: WriteUpload;
}

/**
 * Makes the session's bytes a blob of the repository and ends the session.
 * @throws DIGEST_INVALID when the bytes have another digest; nothing is kept, and the session is over
 * @throws QUOTA_EXCEEDED when the namespace would hold more than it may; the session is over
 * @throws UploadConflict while another request writes to it
 * @throws NOT_FOUND for a session that is not the caller's, or over
 */
export const finishUpload =
  ({ tables, transaction, blobs, clock, limits, writeUpload }: Dependencies) =>
  async (principal: Principal, { name, uploadId, digest }: UploadReference & { readonly digest: Digest }): Promise<void> => {
    await writeUpload(principal, { name, uploadId }, async ({ artifactId }) => {
      let sizeBytes: number;
      try {
        ({ sizeBytes } = await blobs.commit(uploadId, digest));
      } catch (error) {
        if (isRegistryError(error) && error.code === 'DIGEST_INVALID') await uploads(tables).remove(uploadId);
        if (isRegistryError(error) && error.code === 'NOT_FOUND') throw noSuchUpload(uploadId);
        throw error;
      }
      await transaction(async (locked) => {
        await storeBlobRow(locked, { store: blobs, limits }, { artifactId, digest, sizeBytes, at: clock() });
        await uploads(locked).remove(uploadId);
      });
    });
  };
