import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import type { AssertConfirmed } from '../read-ports.ts';
import { changeVersion, type ChangeDependencies } from '../change-version.ts';
import { assertWithdrawable, withdrawVersion } from '../withdraw-version.ts';

export interface UnpublishVersion {
  readonly artifact: ArtifactName;
  readonly version: SemanticVersion;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Removes a version for good, within 72 hours of publishing and while nothing depends on it; its number stays used. The same rule as deleting it by OCI.
 * @returns the artifact's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws STEP_UP_REQUIRED before anything is looked at, for a session that should confirm first
 * @throws POLICY_VIOLATION when it is too late, something depends on it, or it is kept as evidence
 */
export const unpublishVersion =
  (dependencies: ChangeDependencies & { readonly clock: Clock; readonly assertConfirmed: AssertConfirmed }) =>
  async (principal: Principal, { artifact: name, version, origin }: UnpublishVersion): Promise<string> => {
    await dependencies.assertConfirmed(principal);
    return changeVersion(
      dependencies,
      principal,
      { name, version, action: 'version.unpublish' },
      async ({ tables, emit, artifact, version: current, reference }) => {
        const now = dependencies.clock();
        await assertWithdrawable(tables, artifact, [current], now);
        await withdrawVersion(tables, emit, artifact, current, now);
        await dependencies.audit.record(tables, {
          actor: principal,
          action: 'version.unpublish',
          subject: reference,
          origin,
        });
        return artifact.id;
      },
    );
  };
