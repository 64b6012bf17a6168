import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import type { Access } from '../access.ts';
import { noSuchUpload, openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';

/** How many bytes the session has. @throws NOT_FOUND for a session that is not the caller's, or over */
export const readUpload =
  ({ access, tables, blobs, clock }: { readonly access: Access; readonly tables: Tables; readonly blobs: Pick<BlobStore, 'sizeOf'>; readonly clock: Clock }) =>
  async (principal: Principal, reference: UploadReference): Promise<{ readonly sizeBytes: number }> => {
    await openUpload({ access, tables, clock }, principal, reference);
    const sizeBytes = await blobs.sizeOf(reference.uploadId);
    if (sizeBytes === null) throw noSuchUpload(reference.uploadId);
    return { sizeBytes };
  };
