import { createFilesystemBlobStore, type BlobStore } from '@gati/blob-store';
import type { Settings } from '@gati/config';
import type { Closing } from './closing.ts';
import { StartError } from './data-folder.ts';

/**
 * The blob store of the settings: a bucket, or the folder.
 * @param mustWork  whether a start without it is none: where several processes share it, one that starts while it is down waits for it and says so at /health/ready
 * @throws StartError when it must work and does not
 */
export async function openBlobStore({
  s3,
  folder,
  mustWork,
  closing,
}: Pick<Settings, 's3'> & { readonly folder: string; readonly mustWork: boolean; readonly closing: Pick<Closing, 'add'> }): Promise<BlobStore> {
  if (!s3) return createFilesystemBlobStore({ folder });
  // Loaded on demand: who keeps blobs in a folder does not pay for the SDK.
  const { createS3BlobStore } = await import('@gati/blob-store/s3');
  const store = createS3BlobStore(s3);
  closing.add('blob store', async () => store.close());
  if (mustWork) {
    try {
      await store.check();
    } catch (error) {
      const reason = ((error as Error).cause as Error | undefined)?.message ?? (error as Error).message;
      throw new StartError(`The bucket «${s3.bucket}» at ${s3.endpoint} cannot be written to (${reason}): see docs/guides/object-storage.md.`, {
        cause: error,
      });
    }
  }
  return store;
}
