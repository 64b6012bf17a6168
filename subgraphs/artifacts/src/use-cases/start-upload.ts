import type { Principal } from '@gati/authority';
import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import type { Access } from '../access.ts';
import type { AssertRoom } from '../assert-room.ts';
import { ensureArtifact, type VisibilityWish } from '../ensure-artifact.ts';
import type { ArtifactLimits } from '../limits.ts';
import type { Transact } from '../ports.ts';
import { uploads } from '../repository/uploads.ts';

interface Dependencies {
  readonly access: Access;
  readonly transaction: Transact;
  readonly blobs: Pick<BlobStore, 'begin' | 'abort'>;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: ArtifactLimits;
  readonly assertRoom: AssertRoom;
}

/**
 * Opens an upload session; a first one makes the artifact, seen by its writers alone until something is admitted.
 * @returns the session's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED, POLICY_VIOLATION
 * @throws QUOTA_EXCEEDED when the account has too many sessions open, and when the namespace stores all that it may
 */
export const startUpload =
  ({ access, transaction, blobs, clock, makeId, limits, assertRoom }: Dependencies) =>
  async (principal: Principal, { name, wish }: { readonly name: ArtifactName; readonly wish: VisibilityWish }): Promise<{ readonly uploadId: string }> => {
    const granted = await access.forPushing(principal, name);
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    const { accountId } = principal;
    await assertRoom({ namespaceId: granted.namespaceId, what: 'blob', sizeBytes: null });

    const uploadId = makeId();
    await blobs.begin(uploadId);
    const registering = transaction(async (locked) => {
      await uploads(locked).lockAccount(accountId);
      const open = await uploads(locked).countOpen(accountId, clock());
      if (open >= limits.openUploadsPerAccount)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of open uploads', limit: limits.openUploadsPerAccount, found: open + 1 });
      const artifact = await ensureArtifact(locked, { name, access: granted, wish, clock, makeId });
      const startedAt = clock();
      await uploads(locked).insert({
        id: uploadId,
        artifactId: artifact.id,
        accountId,
        startedAt,
        expiresAt: new Date(startedAt.getTime() + limits.uploadLifetimeMs),
      });
    });
    await registering.catch(async (error: unknown) => {
      await blobs.abort(uploadId);
      throw error;
    });
    return { uploadId };
  };
