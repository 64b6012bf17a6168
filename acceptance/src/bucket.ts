import { makeBucket, startVersitygw, versitygwMissing, versitygwPath } from '@gati/blob-store/peers';

export interface Bucket {
  /** What the registry is told, to keep its blobs there. */
  readonly settings: Readonly<Record<string, string>>;
  /** Ends the service and removes what it kept. */
  readonly close: () => Promise<void>;
}

/** Whether there is an S3 service to start. */
export const hasBucket = versitygwPath !== null;

/** Starts an S3 service with a bucket of its own. @throws where versitygw is not installed */
export async function startBucket(): Promise<Bucket> {
  if (!versitygwPath) throw new Error(versitygwMissing);
  const peer = await startVersitygw(versitygwPath);
  return {
    settings: {
      S3_ENDPOINT: peer.endpoint,
      S3_REGION: peer.region,
      S3_BUCKET: await makeBucket(peer),
      S3_ACCESS_KEY_ID: peer.accessKeyId,
      S3_SECRET_ACCESS_KEY: peer.secretAccessKey,
    },
    close: peer.close,
  };
}
