import type { Digest } from '@gati/identifiers';
import type { Readable } from 'node:stream';

export interface StoredBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** A blob as the store lists it. */
export interface ListedBlob extends StoredBlob {
  /** When its bytes were last stored; storing them again renews it. */
  readonly storedAt: Date;
}

/** A part of a blob, both ends inclusive, already checked against the size. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface WriteOptions {
  /** The digest the client claims; its algorithm is the one that is computed. */
  readonly expected: Digest;
  /** More bytes than this end the write with QUOTA_EXCEEDED. */
  readonly maxSizeBytes: number;
  readonly signal?: AbortSignal;
}

/** Content-addressed bytes. What is readable here is whole and has the digest it is named by; everything else is invisible. */
export interface BlobStore extends BlobWriting, BlobReading {
  /** Names what may be wrong with the store. @throws when it cannot be written to */
  readonly check: () => Promise<void>;
  /**
   * Lets a client send a part of a session to the store itself, where the store can sign; absent otherwise.
   * The link takes these bytes at this place and no others, once. What arrives counts for the session's size; it is read and hashed by the registry before it becomes part of a blob.
   * Parts may come in any order; an append removes those behind a gap.
   * @param part.digest  SHA-256 of the part
   * @throws NOT_FOUND when there is no such session
   */
  readonly signedPart?: (uploadId: string, part: SignedPart) => Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
}

/** A part that a client wants to send to the store itself. */
export interface SignedPart {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly digest: Digest;
  readonly expiresInSeconds: number;
}

export interface BlobWriting {
  /**
   * Stores a blob once: hashes while writing, then makes it visible in one step; the same bytes again are free.
   * A piece of the body counts until the next one is asked for; its memory may be used for something else then.
   * @throws DIGEST_INVALID after reading all bytes; nothing is kept
   * @throws QUOTA_EXCEEDED past the limit; nothing is kept
   */
  readonly write: (body: AsyncIterable<Uint8Array>, options: WriteOptions) => Promise<StoredBlob>;
  /** Opens an empty upload session under an id of the caller's. */
  readonly begin: (uploadId: string) => Promise<void>;
  /**
   * Appends bytes at exactly this offset; a cut connection keeps what has arrived. Pieces of the body count as in `write`. A later append of the same session ends one that still runs.
   * @param maxSizeBytes  of the whole session
   * @returns the session's size now
   * @throws UploadOffsetError when the offset is not the session's size, with the size
   * @throws NOT_FOUND when there is no such session
   * @throws QUOTA_EXCEEDED past the limit; the session keeps what fitted
   */
  readonly append: (
    uploadId: string,
    offsetBytes: number,
    body: AsyncIterable<Uint8Array>,
    options: { readonly maxSizeBytes: number; readonly signal?: AbortSignal },
  ) => Promise<number>;
  /** The bytes the session has; null when there is no such session. */
  readonly sizeOf: (uploadId: string) => Promise<number | null>;
  /** Makes the session's bytes the blob of this digest and ends the session. @throws DIGEST_INVALID, and the session is gone; NOT_FOUND when there is none */
  readonly commit: (uploadId: string, expected: Digest) => Promise<StoredBlob>;
  /** Ends a session and removes its bytes; none is no error. */
  readonly abort: (uploadId: string) => Promise<void>;
  /** Removes a blob; none is no error. */
  readonly remove: (digest: Digest) => Promise<void>;
  /** Takes a blob whose bytes are wrong out of what is readable and keeps the bytes for whoever wants to look at them; none is no error. Absent where a store keeps nothing aside: `remove` does then. */
  readonly setAside?: (digest: Digest) => Promise<void>;
  /** Removes what crashed writes and forgotten sessions left, older than this. @returns how many */
  readonly sweep: (olderThanMs: number) => Promise<number>;
}

export interface BlobReading {
  /** The bytes, or a range of them; null when there is no such blob. Abort by destroying the stream. A store that hashes what it reads ends a whole that is wrong with BlobChangedError. */
  readonly open: (digest: Digest, range?: ByteRange) => Promise<{ readonly sizeBytes: number; readonly body: Readable } | null>;
  /** null when there is no such blob. */
  readonly stat: (digest: Digest) => Promise<Pick<ListedBlob, 'sizeBytes' | 'storedAt'> | null>;
  /** All of a small blob. @throws QUOTA_EXCEEDED when it is larger than the limit, BlobChangedError when its digest is another */
  readonly read: (digest: Digest, maxSizeBytes: number) => Promise<Uint8Array | null>;
  /** Every blob once, in no order; those that come or go meanwhile may be among them or not. */
  readonly list: () => AsyncIterable<ListedBlob>;
  /** A link that works for some seconds, where the store can sign; absent otherwise. */
  readonly signedUrl?: (digest: Digest, options: { readonly expiresInSeconds: number }) => Promise<string>;
}

/** The stored bytes no longer have their digest. */
export class BlobChangedError extends Error {
  constructor(digest: Digest) {
    super(`The stored bytes of ${digest} have changed.`);
    this.name = 'BlobChangedError';
  }
}

/** An append at the wrong place. */
export class UploadOffsetError extends Error {
  readonly sizeBytes: number;
  constructor(sizeBytes: number) {
    super(`The upload stands at ${sizeBytes} bytes.`);
    this.name = 'UploadOffsetError';
    this.sizeBytes = sizeBytes;
  }
}
