import { isDigest, type Digest } from '@gati/identifiers';
import { randomUUID } from 'node:crypto';

/** Where things lie in the bucket. */
export const blobsPrefix = 'blobs/';
export const uploadsPrefix = 'uploads/';
/** Written by `check`. */
export const checkKey = 'check';

/** `blobs/<algorithm>/<first two digits>/<digits>`, as in the folder of the filesystem store. */
export function blobKey(digest: Digest): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${blobsPrefix}${algorithm}/${hex.slice(0, 2)}/${hex}`;
}

/** null for what no blob of ours is called. */
export function digestOfKey(key: string): Digest | null {
  const [algorithm, , hex] = key.slice(blobsPrefix.length).split('/');
  const digest = `${algorithm}:${hex}`;
  return isDigest(digest) && blobKey(digest) === key ? digest : null;
}

export const sessionPrefix = (uploadId: string): string => `${uploadsPrefix}${uploadId}/`;
/** An empty object that is there as long as its session is. */
export const sessionKey = (uploadId: string): string => `${sessionPrefix(uploadId)}session`;

/** A name of its own for every piece, so that two writers never replace each other's. */
export const newPieceKey = (uploadId: string, offsetBytes: number): string =>
  `${sessionPrefix(uploadId)}${String(offsetBytes).padStart(16, '0')}-${randomUUID()}`;

const pieceName = /^(\d{16})-[0-9a-f-]{36}$/;
/** null for what is no piece. */
export function offsetOfPiece(key: string): number | null {
  const offset = pieceName.exec(key.slice(key.lastIndexOf('/') + 1))?.[1];
  return offset === undefined ? null : Number(offset);
}
