import type { Principal, RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Emit } from '../events.ts';
import type { Tables, TrustedCarriersOf } from '../ports.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { labels } from '../repository/labels.ts';
import { manifests } from '../repository/manifests.ts';
import { pushTargets, type PushTarget } from '../repository/push-targets.ts';
import { versionRows } from '../repository/version-rows.ts';
import type { Tag } from '../rules/tags.ts';
import { versionsLosingTrust } from '../take-signature.ts';
import { assertWithdrawable, withdrawVersion } from '../withdraw-version.ts';
import { settled, type DeletionDependencies } from './delete-manifest.ts';

export interface DeleteTag {
  readonly name: ArtifactName;
  readonly tag: Tag;
  readonly origin?: RequestOrigin | undefined;
}

/** One deletion inside its transaction. */
interface Deletion {
  readonly tables: Tables;
  readonly emit: Emit;
  readonly artifact: PushTarget;
  readonly at: Date;
  /** Throws when the caller may not remove what is published. */
  readonly mayUnpublish: () => void;
  readonly missing: () => RegistryError;
}

/**
 * Removes a tag. A label just goes; a version that is staged loses its number and keeps its manifest; one that is published, and the tag of its last trusted signature, goes by the rules of unpublishing.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED, POLICY_VIOLATION
 */
export const deleteTag =
  ({ access, transaction, trustedCarriersOf, audit, clock }: DeletionDependencies) =>
  async (principal: Principal, { name, tag, origin }: DeleteTag): Promise<void> => {
    const missing = () => new RegistryError('NOT_FOUND', { reference: `${name}@${tag.tag}` });
    const { artifact } = await access.forPushing(principal, name);
    if (!artifact) throw missing();
    const mayUnpublish = await settled(access.assertMay(principal, 'version.unpublish', artifact));

    await transaction(async (tables, emit) => {
      const held = await pushTargets(tables).lock(artifact.id);
      if (!held) throw missing();
      const deletion: Deletion = { tables, emit, artifact: held, at: clock(), mayUnpublish, missing };
      if (tag.kind === 'version') await deleteVersionTag(deletion, tag.tag);
      else await deleteLabel(deletion, trustedCarriersOf, tag.tag, tag.kind === 'carrier' ? tag.subject : null);
      await audit.record(tables, {
        actor: principal,
        action: 'tag.delete',
        subject: name,
        details: { tag: tag.tag },
        origin,
      });
    });
  };

async function deleteVersionTag({ tables, emit, artifact, at, mayUnpublish, missing }: Deletion, version: string): Promise<void> {
  const found = await versionRows(tables).find(artifact.id, version);
  if (!found || found.unpublishedAt) throw missing();
  if (found.status === 'staged') return versionRows(tables).remove([found.id]);
  mayUnpublish();
  await assertWithdrawable(tables, artifact, [found], at);
  await withdrawVersion(tables, emit, artifact, found, at);
}

async function deleteLabel(
  { tables, emit, artifact, at, mayUnpublish, missing }: Deletion,
  trustedCarriersOf: TrustedCarriersOf,
  name: string,
  subject: Digest | null,
): Promise<void> {
  const label = await labels(tables).find(artifact.id, name);
  if (!label) throw missing();
  const carrier = subject && label.manifestId !== null ? await manifests(tables).byId(label.manifestId) : null;
  const losing = carrier && subject ? await versionsLosingTrust(tables, trustedCarriersOf, carrier, [subject]) : [];
  if (losing.length > 0) mayUnpublish();
  await assertWithdrawable(tables, artifact, losing, at);
  for (const version of losing) await withdrawVersion(tables, emit, artifact, version, at);

  await labels(tables).remove(artifact.id, name);
  if (label.manifestId === null || subject) return;
  await recomputeLatest(tables, artifact.id, at);
  await emit('artifact.changed', { artifactId: artifact.id });
}
