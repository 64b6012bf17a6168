import { decide, type FactsFor, type GrantedRole, type KnownPrincipal, type Principal, type RequestOrigin } from '@gati/authority';
import { splitName, type ArtifactName } from '@gati/identifiers';
import { changeArtifact, type ChangeDependencies } from '../change-version.ts';
import type { ArtifactGrant, Grants, NamedGrantee, Tables } from '../ports.ts';
import type { ArtifactView } from '../views.ts';

export interface RevokeAccess {
  readonly artifact: ArtifactName;
  readonly to: NamedGrantee;
  readonly origin?: RequestOrigin | undefined;
}
export interface GrantAccess extends RevokeAccess {
  readonly role: GrantedRole;
}

interface Dependencies extends ChangeDependencies {
  readonly grants: Grants;
}

const held = ({ id, name, namespaceId }: { readonly id: string; readonly name: ArtifactName; readonly namespaceId: string }) => ({
  id,
  name,
  namespaceId,
  handle: splitName(name).handle,
});

/**
 * Gives somebody a role on one artifact, beside whatever role they have in its namespace, in the place of an earlier one. It counts from the next request on.
 * @returns the artifact's id and the role
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin on the artifact
 * @throws NOT_FOUND for whoever there is not, QUOTA_EXCEEDED above 200
 */
export const grantAccess =
  (dependencies: Dependencies) =>
  (principal: Principal, { artifact: name, to, role, origin }: GrantAccess): Promise<{ readonly id: string; readonly grant: ArtifactGrant }> =>
    changeArtifact(dependencies, principal, { name, action: 'artifact.grant' }, async ({ tables, artifact }) => {
      const grant = await dependencies.grants.put(tables, { artifact: held(artifact), to, role, actor: principal as KnownPrincipal, origin });
      return { id: artifact.id, grant };
    });

/**
 * Takes a role on one artifact away, or gives up one's own: from the next request on, and on open streams within 5 seconds.
 * @returns the artifact's id
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin on the artifact, unless it is one's own
 */
export const revokeAccess =
  (dependencies: Dependencies) =>
  (principal: Principal, { artifact: name, to, origin }: RevokeAccess): Promise<string> => {
    const isOwn = principal.kind !== 'anonymous' && 'account' in to && to.account === principal.handle;
    return changeArtifact(dependencies, principal, { name, action: isOwn ? 'artifact.leave' : 'artifact.grant' }, async ({ tables, artifact }) => {
      await dependencies.grants.remove(tables, { artifact: held(artifact), to, actor: principal as KnownPrincipal, origin });
      return artifact.id;
    });
  };

/** Who has a role on an artifact that the reader gave, the oldest first, at most 200; null for everyone who may not change it. */
export const listAccess =
  ({ tables, factsFor, grants }: { readonly tables: Tables; readonly factsFor: FactsFor; readonly grants: Grants }) =>
  async (principal: Principal, { id, namespaceId, name, visibility }: ArtifactView): Promise<readonly ArtifactGrant[] | null> => {
    const facts = (await factsFor(principal, [namespaceId])).get(namespaceId);
    if (!facts) return null;
    const subject = { ...facts, artifact: splitName(name).component, artifactId: id, visibility, admitted: true };
    return decide(principal, 'artifact.grant', subject).kind === 'allowed' ? grants.list(tables, id) : null;
  };
