import type { Digest } from '@gati/identifiers';
import { join } from 'node:path';

/** Where things lie below the store's folder; all of it on one volume, so that a rename is one step. */
export interface Layout {
  /** Whole blobs: `blobs/<algorithm>/<first two digits>/<digits>`. */
  readonly blobs: string;
  /** Writes that are under way, one file each. */
  readonly temporary: string;
  /** Upload sessions, one folder each. */
  readonly uploads: string;
  /** Blobs that were found changed, until somebody has looked at them. */
  readonly setAside: string;
  readonly blobOf: (digest: Digest) => string;
  readonly uploadOf: (uploadId: string) => string;
}

export const layoutOf = (folder: string): Layout => {
  const blobs = join(folder, 'blobs');
  const uploads = join(folder, 'uploads');
  return {
    blobs,
    temporary: join(folder, 'temporary'),
    uploads,
    setAside: join(folder, 'set-aside'),
    blobOf: (digest) => {
      const [algorithm = '', hex = ''] = digest.split(':');
      return join(blobs, algorithm, hex.slice(0, 2), hex);
    },
    uploadOf: (uploadId) => join(uploads, uploadId),
  };
};
