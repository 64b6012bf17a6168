import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import { blobs } from '../repository/blobs.ts';
import { pushTargets } from '../repository/push-targets.ts';
import type { DeletionDependencies } from './delete-manifest.ts';

export interface DeleteBlob {
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Takes a blob from the repository; its bytes go with a later sweep, when no repository has them any more.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws POLICY_VIOLATION while a manifest of the repository names it: what is named is never lost
 */
export const deleteBlob =
  ({ access, transaction, audit }: Pick<DeletionDependencies, 'access' | 'transaction' | 'audit'>) =>
  async (principal: Principal, { name, digest, origin }: DeleteBlob): Promise<void> => {
    const missing = () => new RegistryError('NOT_FOUND', { reference: `${name}@${digest}` });
    const { artifact } = await access.forPushing(principal, name);
    if (!artifact) throw missing();
    await transaction(async (locked) => {
      const held = await pushTargets(locked).lock(artifact.id);
      if (!held || !(await blobs(locked).isLinked(held.id, digest))) throw missing();
      if (await blobs(locked).isNamed(held.id, digest))
        throw new RegistryError('POLICY_VIOLATION', {
          policy: 'references',
          reason: `${digest} is part of a manifest of ${name}.`,
          suggestion: 'Delete the manifest first.',
        });
      await blobs(locked).unlink(held.id, digest);
      await audit.record(locked, {
        actor: principal,
        action: 'blob.delete',
        subject: name,
        details: { digest },
        origin,
      });
    });
  };
