import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import { RegistryError } from '@gati/errors';
import type { Access } from '../access.ts';
import { openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';

/** How many bytes the session has. @throws NOT_FOUND for a session that is not the caller's, or over */
export const readUpload =
  ({ access, tables, blobs }: { readonly access: Access; readonly tables: Tables; readonly blobs: Pick<BlobStore, 'sizeOf'> }) =>
  async (principal: Principal, reference: UploadReference): Promise<{ readonly sizeBytes: number }> => {
    await openUpload({ access, tables }, principal, reference);
    const sizeBytes = await blobs.sizeOf(reference.uploadId);
    if (sizeBytes === null) throw new RegistryError('NOT_FOUND', { reference: `upload ${reference.uploadId}` });
    return { sizeBytes };
  };
