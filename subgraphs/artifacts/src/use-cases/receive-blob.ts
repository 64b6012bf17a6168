import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access } from '../access.ts';
import type { AssertRoom } from '../assert-room.ts';
import { ensureArtifact, type VisibilityWish } from '../ensure-artifact.ts';
import type { ArtifactLimits } from '../limits.ts';
import type { Transact } from '../ports.ts';
import { storeBlobRow } from '../store-blob-row.ts';

interface Dependencies {
  readonly access: Access;
  readonly transaction: Transact;
  readonly blobs: Pick<BlobStore, 'write' | 'stat'>;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: ArtifactLimits;
  readonly assertRoom: AssertRoom;
}

export interface ReceiveBlob {
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes that will come, as the client says; null when it does not. */
  readonly statedBytes: number | null;
  readonly wish: VisibilityWish;
}

/**
 * Stores a blob that comes in one request and gives it to the repository; the same bytes again are free.
 * @throws DIGEST_INVALID after all bytes, QUOTA_EXCEEDED past the limit, before the body where the client states its size; nothing is kept
 * @see Distribution Specification 1.1, "Single POST"
 */
export const receiveBlob =
  ({ access, transaction, blobs, clock, makeId, limits, assertRoom }: Dependencies) =>
  async (principal: Principal, { name, digest, body, statedBytes, wish }: ReceiveBlob): Promise<void> => {
    const granted = await access.forPushing(principal, name);
    const maxSizeBytes = await assertRoom({ namespaceId: granted.namespaceId, what: 'blob', sizeBytes: statedBytes, digest });
    const { sizeBytes } = await blobs.write(body, { expected: digest, maxSizeBytes });
    await transaction(async (locked) => {
      const artifact = await ensureArtifact(locked, { name, access: granted, wish, clock, makeId });
      await storeBlobRow(locked, { store: blobs, limits }, { artifactId: artifact.id, digest, sizeBytes, at: clock() });
    });
  };
