import { createFilesystemBlobStore, type BlobStore } from '@gati/blob-store';
import type { S3Settings } from '@gati/config';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** A place that cannot be understood or used, said to the user. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

export interface Place {
  readonly name: string;
  readonly store: BlobStore;
  readonly close: () => void;
}

/**
 * Opens the store that a user named: `s3` for the bucket of the settings, `s3:BUCKET` for another one of the same service and key, anything else is a folder of blobs.
 * @param mustExist  a folder that is read from is not made
 * @throws PlaceError
 */
export async function openPlace(
  text: string,
  { s3, projectFolder, mustExist }: { readonly s3: S3Settings | null; readonly projectFolder: string; readonly mustExist: boolean },
): Promise<Place> {
  const bucket = /^s3(?::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]))?$/.exec(text);
  if (bucket) {
    if (!s3) throw new PlaceError(`«${text}» needs S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.`);
    const { createS3BlobStore } = await import('@gati/blob-store/s3');
    const store = createS3BlobStore({ ...s3, bucket: bucket[1] ?? s3.bucket });
    return { name: `s3:${bucket[1] ?? s3.bucket}`, store, close: store.close };
  }
  const folder = isAbsolute(text) ? text : join(projectFolder, text);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (mustExist && !isFolder) throw new PlaceError(`«${text}» is neither s3, nor s3:BUCKET, nor a folder.`);
  return { name: folder, store: createFilesystemBlobStore({ folder }), close: () => {} };
}
