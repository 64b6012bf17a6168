import { RegistryError } from '@gati/errors';
import type { ArtifactName } from '@gati/identifiers';
import type { Clock, MakeId } from '@gati/clock';
import type { PushAccess } from './access.ts';
import type { Tables } from './ports.ts';
import { pushTargets, type PushTarget } from './repository/push-targets.ts';

/** What a push says about who may see a new artifact; null for nothing, which is public. */
export type VisibilityWish = 'private' | null;

/**
 * The artifact, held until the transaction ends; a first push makes it. A wish for privacy counts while nothing of it was admitted: afterwards others may have it already.
 * @throws POLICY_VIOLATION when the wish comes too late
 */
export async function ensureArtifact(
  tables: Tables,
  {
    name,
    access,
    wish,
    clock,
    makeId,
  }: { readonly name: ArtifactName; readonly access: PushAccess; readonly wish: VisibilityWish; readonly clock: Clock; readonly makeId: MakeId },
): Promise<PushTarget> {
  const artifact = await pushTargets(tables).ensure({ id: makeId(), namespaceId: access.namespaceId, name, visibility: wish ?? 'public', at: clock() });
  if (wish === null || artifact.visibility === 'private') return artifact;
  if (artifact.isAdmitted) {
    throw new RegistryError('POLICY_VIOLATION', {
      policy: 'visibility',
      reason: `${name} is public already, and others may have it.`,
      suggestion: 'Push without asking for privacy, or make the artifact private first: updateArtifact',
    });
  }
  await pushTargets(tables).change(artifact.id, { visibility: wish });
  return { ...artifact, visibility: wish };
}
