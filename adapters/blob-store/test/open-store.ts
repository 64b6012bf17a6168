import { onTestFinished } from 'vitest';
import { createS3BlobStore, type S3BlobStoreOptions } from '../src/s3/index.ts';
import type { S3Peer } from './peers.ts';

/** A store over a bucket of a peer; closed when the test ends. */
export function openStore({ endpoint, region, accessKeyId, secretAccessKey }: S3Peer, bucket: string, options: Partial<S3BlobStoreOptions> = {}) {
  const store = createS3BlobStore({ endpoint, region, bucket, accessKeyId, secretAccessKey, ...options });
  onTestFinished(store.close);
  return store;
}
