import type { Principal } from '@gati/authority';
import type { BlobStore, SignedPart } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import type { Access } from '../access.ts';
import type { AssertRoom } from '../assert-room.ts';
import { noSuchUpload, openUpload, type UploadReference } from '../open-upload.ts';
import type { Tables } from '../ports.ts';

interface Dependencies {
  readonly access: Access;
  readonly tables: Tables;
  readonly clock: Clock;
  readonly assertRoom: AssertRoom;
}

/** A part of a session that the client wants to send to the store itself. */
export interface WantedPart extends UploadReference, Omit<SignedPart, 'expiresInSeconds'> {}

/** What a client sends to the store: to that address, with exactly these headers. */
export interface PartLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Long enough for 64 MiB over a line of 1 Mbit/s. */
const linkLivesSeconds = 600;

/**
 * Lets the caller send one part of its session to the store, past the registry. The link takes those bytes alone; they are read and hashed again when the session is finished, so nothing that was sent this way is believed.
 * @throws NOT_FOUND for a session that is not the caller's, or over
 * @throws QUOTA_EXCEEDED when the part reaches beyond what the namespace may store
 */
export const signPart =
  ({ access, tables, clock, assertRoom }: Dependencies, sign: NonNullable<BlobStore['signedPart']>) =>
  async (principal: Principal, { name, uploadId, ...part }: WantedPart): Promise<PartLink> => {
    const { namespaceId } = await openUpload({ access, tables, clock }, principal, { name, uploadId });
    await assertRoom({ namespaceId, what: 'blob', sizeBytes: part.offsetBytes + part.sizeBytes });
    try {
      return await sign(uploadId, { ...part, expiresInSeconds: linkLivesSeconds });
    } catch (error) {
      throw isRegistryError(error) && error.code === 'NOT_FOUND' ? noSuchUpload(uploadId) : error;
    }
  };
