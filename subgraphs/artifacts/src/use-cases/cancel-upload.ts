import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Access } from '../access.ts';
import { openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';
import { uploads } from '../repository/uploads.ts';

/** Ends a session and forgets its bytes. @throws NOT_FOUND for a session that is not the caller's, or over */
export const cancelUpload =
  ({ access, tables, blobs }: { readonly access: Access; readonly tables: Tables; readonly blobs: Pick<BlobStore, 'abort'> }) =>
  async (principal: Principal, reference: UploadReference): Promise<void> => {
    await openUpload({ access, tables }, principal, reference);
    await blobs.abort(reference.uploadId);
    await uploads(tables).remove(reference.uploadId);
  };
