import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Label, SemanticVersion } from '@gati/identifiers';
import { changeVersion, type ChangeDependencies } from '../change-version.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { labels } from '../repository/labels.ts';
import { assertLabelTarget, labelsMax } from '../rules/labelling.ts';

export interface SetTag {
  readonly artifact: ArtifactName;
  readonly tag: Label;
  readonly version: SemanticVersion;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Puts a label on a published version, wherever it was before; what waited for admission under that label no longer does. Twice is once.
 * @returns the version's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws UNSIGNED, VERSION_QUARANTINED, VALIDATION_FAILED for a version that is not published
 * @throws QUOTA_EXCEEDED above 100 labels
 */
export const setTag =
  (dependencies: ChangeDependencies & { readonly clock: Clock }) =>
  (principal: Principal, { artifact: name, tag, version, origin }: SetTag): Promise<string> =>
    changeVersion(dependencies, principal, { name, version, action: 'version.tag' }, async ({ tables, emit, artifact, version: current, reference }) => {
      assertLabelTarget({ ...current, reference }, 'input.version');
      if (current.manifestId === null) throw new RegistryError('NOT_FOUND', { reference });
      const found = await labels(tables).count(artifact.id, tag);
      if (found >= labelsMax) throw new RegistryError('QUOTA_EXCEEDED', { what: `The number of labels of ${name}`, limit: labelsMax, found: found + 1 });
      const at = dependencies.clock();
      if (!(await labels(tables).set(artifact.id, tag, current.manifestId, at))) return current.id;
      await recomputeLatest(tables, artifact.id, at);
      await emit('artifact.changed', { artifactId: artifact.id });
      await dependencies.audit.record(tables, {
        actor: principal,
        action: 'tag.set',
        subject: reference,
        details: { tag },
        origin,
      });
      return current.id;
    });
