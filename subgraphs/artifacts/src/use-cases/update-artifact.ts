import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import type { SearchIndex } from '@gati/search-index';
import { changeArtifact, type ChangeDependencies } from '../change-version.ts';
import { artifacts } from '../repository/artifacts.ts';
import { pushTargets } from '../repository/push-targets.ts';

export interface UpdateArtifact {
  readonly artifact: ArtifactName;
  /** One line; empty takes the version's own again; undefined leaves it. */
  readonly description?: string | undefined;
  /** Undefined leaves it. */
  readonly visibility?: 'public' | 'private' | undefined;
  readonly origin?: RequestOrigin | undefined;
}

interface Dependencies extends ChangeDependencies {
  readonly clock: Clock;
  readonly searchIndex: Pick<SearchIndex, 'hide'>;
}

/**
 * Changes what is said of an artifact and who may see it. What becomes private is out of every search the moment this commits.
 * @returns the artifact's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 */
export const updateArtifact =
  (dependencies: Dependencies) =>
  (principal: Principal, { artifact: name, description, visibility, origin }: UpdateArtifact): Promise<string> =>
    changeArtifact(dependencies, principal, { name, action: 'artifact.update' }, async ({ tables, emit, artifact }) => {
      if (description === undefined && visibility === undefined) return artifact.id;
      await artifacts(tables).describe(artifact.id, {
        ...(description === undefined ? {} : { description: description || null }),
        ...(visibility === undefined ? {} : { visibility }),
      });
      await pushTargets(tables).touch(artifact.id, dependencies.clock());
      if (visibility === 'private' && artifact.visibility === 'public') {
        const revision = await artifacts(tables).raiseRevision(artifact.id);
        if (revision !== null) await dependencies.searchIndex.hide(tables, { artifactId: artifact.id, revision });
      }
      await emit('artifact.changed', { artifactId: artifact.id });
      const details = {
        ...(description === undefined ? {} : { description }),
        ...(visibility === undefined ? {} : { visibility: { before: artifact.visibility, after: visibility } }),
      };
      await dependencies.audit.record(tables, {
        actor: principal,
        action: 'artifact.update',
        subject: name,
        details,
        origin,
      });
      return artifact.id;
    });

const descriptionLengthMax = 300;

/** @throws VALIDATION_FAILED for more than one line of 300 characters */
export function parseDescription(text: string, path = 'description'): string {
  const description = text.trim();
  const fault =
    description.length > descriptionLengthMax
      ? `has ${description.length} characters, more than ${descriptionLengthMax}`
      : /[\p{Cc}\u2028\u2029]/u.test(description) || !description.isWellFormed()
        ? 'is not one line of plain text'
        : null;
  if (fault)
    throw new RegistryError('VALIDATION_FAILED', { fields: [{ path, message: fault, fix: `Write one line of at most ${descriptionLengthMax} characters.` }] });
  return description;
}
