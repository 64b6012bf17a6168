import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import { changeVersion, type ChangeDependencies } from '../change-version.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { versionRows } from '../repository/version-rows.ts';
import { planUnyank } from '../rules/yanking.ts';

export interface UnyankVersion {
  readonly artifact: ArtifactName;
  readonly version: SemanticVersion;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Takes a yank back, so that ranges and labels may choose the version again; for a version that is not yanked it changes nothing.
 * @returns the version's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws VERSION_NOT_YANKABLE for what is staged, quarantined or rejected
 */
export const unyankVersion =
  (dependencies: ChangeDependencies & { readonly clock: Clock }) =>
  (principal: Principal, { artifact: name, version, origin }: UnyankVersion): Promise<string> =>
    changeVersion(dependencies, principal, { name, version, action: 'version.yank' }, async ({ tables, emit, artifact, version: current, reference }) => {
      const change = planUnyank({ ...current, reference });
      if (!change) return current.id;
      await versionRows(tables).changeStatus([current.id], change);
      await recomputeLatest(tables, artifact.id, dependencies.clock());
      await emit('version.statusChanged', { artifactId: artifact.id, versionId: current.id });
      await dependencies.audit.record(tables, {
        actor: principal,
        action: 'version.unyank',
        subject: reference,
        origin,
      });
      return current.id;
    });
