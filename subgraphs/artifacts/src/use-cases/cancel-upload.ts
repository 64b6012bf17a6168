import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import type { Access } from '../access.ts';
import { openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';
import { uploads } from '../repository/uploads.ts';

/** Ends a session, also one that is being written to, and forgets its bytes. @throws NOT_FOUND for a session that is not the caller's, or over */
export const cancelUpload =
  ({ access, tables, blobs, clock }: { readonly access: Access; readonly tables: Tables; readonly blobs: Pick<BlobStore, 'abort'>; readonly clock: Clock }) =>
  async (principal: Principal, reference: UploadReference): Promise<void> => {
    await openUpload({ access, tables, clock }, principal, reference);
    // The row first: whoever still writes, in another process too, then finds the session over.
    await uploads(tables).remove(reference.uploadId);
    await blobs.abort(reference.uploadId);
  };
