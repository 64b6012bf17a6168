import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import { isRegistryError, RegistryError } from '@gati/errors';
import type { Access } from '../access.ts';
import type { ArtifactLimits } from '../limits.ts';
import { misplacedAt, openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';
import type { ByteRange } from '../rules/ranges.ts';

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly blobs: Pick<BlobStore, 'append' | 'sizeOf'>;
  readonly limits: ArtifactLimits;
}

export interface Chunk extends UploadReference {
  readonly body: AsyncIterable<Uint8Array>;
  /** Where the client says these bytes belong; null for behind what is there. */
  readonly range: ByteRange | null;
}

/** What an append came to: bytes at the wrong place are refused, and the client is told where the session stands. */
export type Appended = { readonly isMisplaced: boolean; readonly sizeBytes: number };

/**
 * Appends the bytes to the session while they arrive; what has arrived stays when the connection is cut.
 * @throws NOT_FOUND for a session that is not the caller's, or over
 * @throws DIGEST_INVALID when there are more or fewer bytes than the range says
 */
export const appendUpload =
  ({ access, tables, blobs, limits }: Dependencies) =>
  async (principal: Principal, { name, uploadId, body, range }: Chunk): Promise<Appended> => {
    await openUpload({ access, tables }, principal, { name, uploadId });
    const offset = await blobs.sizeOf(uploadId);
    if (offset === null) throw new RegistryError('NOT_FOUND', { reference: `upload ${uploadId}` });
    if (range && range.start !== offset) return { isMisplaced: true, sizeBytes: offset };

    const expectedEnd = range ? range.end + 1 : null;
    try {
      const sizeBytes = await blobs.append(uploadId, offset, body, {
        maxSizeBytes: expectedEnd === null ? limits.blobSizeBytes : Math.min(limits.blobSizeBytes, expectedEnd),
      });
      if (expectedEnd !== null && sizeBytes !== expectedEnd)
        throw new RegistryError('DIGEST_INVALID', {
          expected: String(expectedEnd - offset),
          actual: String(sizeBytes - offset),
          reason: `The range says ${expectedEnd - offset} bytes, and ${sizeBytes - offset} came.`,
        });
      return { isMisplaced: false, sizeBytes };
    } catch (error) {
      const standsAt = misplacedAt(error);
      if (standsAt !== null) return { isMisplaced: true, sizeBytes: standsAt };
      const isTooMuch = isRegistryError(error) && error.code === 'QUOTA_EXCEEDED' && expectedEnd !== null && expectedEnd <= limits.blobSizeBytes;
      throw isTooMuch
        ? new RegistryError('DIGEST_INVALID', {
            expected: String(expectedEnd - offset),
            reason: `The range says ${expectedEnd - offset} bytes, and more came.`,
          })
        : error;
    }
  };
