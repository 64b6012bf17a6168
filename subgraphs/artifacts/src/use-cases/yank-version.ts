import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import { changeVersion, type ChangeDependencies } from '../change-version.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { versionRows } from '../repository/version-rows.ts';
import { planYank } from '../rules/yanking.ts';

export interface YankVersion {
  readonly artifact: ArtifactName;
  readonly version: SemanticVersion;
  /** Shown to everyone who meets the version; null for none. */
  readonly reason: string | null;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Withdraws a version from ranges and labels; whoever asks for it exactly still gets it. Yanking again with the same reason changes nothing and tells nobody.
 * @returns the version's id
 * @throws NOT_FOUND also when the caller may not know of it, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws VERSION_NOT_YANKABLE for what is staged, quarantined or rejected
 */
export const yankVersion =
  (dependencies: ChangeDependencies & { readonly clock: Clock }) =>
  (principal: Principal, { artifact: name, version, reason, origin }: YankVersion): Promise<string> =>
    changeVersion(dependencies, principal, { name, version, action: 'version.yank' }, async ({ tables, emit, artifact, version: current, reference }) => {
      const change = planYank({ ...current, reference }, reason);
      if (!change) return current.id;
      await versionRows(tables).changeStatus([current.id], change);
      await recomputeLatest(tables, artifact.id, dependencies.clock());
      await emit('version.statusChanged', { artifactId: artifact.id, versionId: current.id });
      await dependencies.audit.record(tables, {
        actor: principal,
        action: 'version.yank',
        subject: reference,
        details: { reason, before: current.status },
        origin,
      });
      return current.id;
    });

const reasonLengthMax = 1000;

/** A reason that readers will meet; empty is none. @throws VALIDATION_FAILED above 1000 characters, and for control characters */
export function parseReason(text: string | null | undefined, path = 'reason'): string | null {
  const reason = text?.trim() ?? '';
  const fault =
    reason.length > reasonLengthMax
      ? `has ${reason.length} characters, more than ${reasonLengthMax}`
      : /[^\P{Cc}\t\n\r]/u.test(reason) || !reason.isWellFormed()
        ? 'holds control characters'
        : null;
  if (fault) throw new RegistryError('VALIDATION_FAILED', { fields: [{ path, message: fault, fix: 'Write one or two sentences of plain text.' }] });
  return reason || null;
}
