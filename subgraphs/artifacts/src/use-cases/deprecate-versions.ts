import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import { changeArtifact, type ChangeDependencies } from '../change-version.ts';
import { createReader } from '../reader.ts';
import { deprecations, type Deprecation } from '../repository/deprecations.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { versionsInRange } from '../rules/deprecating.ts';

export interface DeprecateVersions {
  readonly artifact: ArtifactName;
  /** As `parseVersionRange` gives it. */
  readonly range: string;
  /** Null takes a deprecation back. */
  readonly message: string | null;
  readonly successor: ArtifactName | null;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Says of every version in a range that it should no longer be used, and what to use instead; it is served as before. Versions to come are not meant.
 * Saying the same again changes nothing and tells nobody.
 * @returns ids of the versions in the range, highest first
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws VALIDATION_FAILED when no version is in the range, or there is no such successor that the caller may see
 */
export const deprecateVersions =
  (dependencies: ChangeDependencies & { readonly clock: Clock }) =>
  (principal: Principal, { artifact: name, range, message, successor, origin }: DeprecateVersions): Promise<readonly string[]> =>
    changeArtifact(dependencies, principal, { name, action: 'version.deprecate' }, async ({ tables, emit, artifact }) => {
      const found = versionsInRange(range, await deprecations(tables).candidates(artifact.id));
      if (found.length === 0) throw refuse('range', `no version of ${name} is in ${range}`, `gati versions ${name} lists them.`);
      const ids = found.map(({ id }) => id);
      const successorId = successor === null || message === null ? null : await idOfSuccessor(dependencies, principal, artifact.id, successor);
      const known = await deprecations(tables).of(ids);
      const changed = ids.filter((id) => !isSaid(known.get(id), message, successorId));
      if (changed.length === 0) return ids;

      const at = dependencies.clock();
      await deprecations(tables).set(changed, message === null ? null : { message, successorId, deprecatedAt: at });
      await pushTargets(tables).touch(artifact.id, at);
      await emit('artifact.changed', { artifactId: artifact.id });
      await dependencies.audit.record(tables, {
        actor: principal,
        action: message === null ? 'version.undeprecate' : 'version.deprecate',
        subject: name,
        details: { range, message, successor, versions: found.map(({ version }) => version) },
        origin,
      });
      return ids;
    });

const isSaid = (known: Deprecation | undefined, message: string | null, successorId: string | null): boolean =>
  known === undefined ? message === null : known.message === message && known.successorId === successorId;

async function idOfSuccessor(
  dependencies: ChangeDependencies & { readonly clock: Clock },
  principal: Principal,
  artifactId: string,
  successor: ArtifactName,
): Promise<string> {
  const found = await createReader(dependencies)(principal).artifactNamed(successor);
  if (!found) throw refuse('successor', `there is no ${successor}`, 'Check the spelling.');
  if (found.id === artifactId) throw refuse('successor', `${successor} is what is deprecated`, 'Name another artifact, or none.');
  return found.id;
}

const refuse = (field: string, message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path: `input.${field}`, message, fix }] });
