import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { ArtifactName, Digest } from '@gati/identifiers';
import type { Access } from '../access.ts';
import type { Audit, Transact, TrustedCarriersOf } from '../ports.ts';
import { recomputeLatest } from '../recompute-latest.ts';
import { labels } from '../repository/labels.ts';
import { manifests } from '../repository/manifests.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { versionRows } from '../repository/version-rows.ts';
import { tagOf } from '../rules/tags.ts';
import { versionsLosingTrust } from '../take-signature.ts';
import { assertWithdrawable, removeManifest, withdrawVersion } from '../withdraw-version.ts';

export interface DeletionDependencies {
  readonly access: Access;
  readonly transaction: Transact;
  readonly trustedCarriersOf: TrustedCarriersOf;
  readonly audit: Audit;
  readonly clock: Clock;
}

export interface DeleteManifest {
  readonly name: ArtifactName;
  readonly digest: Digest;
  readonly origin?: RequestOrigin | undefined;
}

/**
 * Removes a manifest with the labels on it. What is published, and the last trusted signature of what is published, goes by the rules of unpublishing: within 72 hours, while nothing depends on it, by an admin; the number stays used.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws POLICY_VIOLATION for what may not go any more, and for part of an index
 */
export const deleteManifest =
  ({ access, transaction, trustedCarriersOf, audit, clock }: DeletionDependencies) =>
  async (principal: Principal, { name, digest, origin }: DeleteManifest): Promise<void> => {
    const missing = () => new RegistryError('NOT_FOUND', { reference: `${name}@${digest}` });
    const { artifact } = await access.forPushing(principal, name);
    if (!artifact) throw missing();
    const mayUnpublish = await settled(access.assertMay(principal, 'version.unpublish', artifact));

    await transaction(async (locked, emit) => {
      const held = await pushTargets(locked).lock(artifact.id);
      const manifest = held && (await manifests(locked).find(held.id, digest));
      if (!held || !manifest) throw missing();
      const at = clock();
      const names = await labels(locked).namesOn(held.id, manifest.id);
      const tagged = names.flatMap((label) => tagOf(label) ?? []).flatMap((tag) => (tag.kind === 'carrier' ? [tag.subject] : []));
      const own = await versionRows(locked).ofManifest(manifest.id);
      const losing = await versionsLosingTrust(locked, trustedCarriersOf, manifest, [...(manifest.subjectDigest ? [manifest.subjectDigest] : []), ...tagged]);
      const gone = [...own, ...losing];
      if (gone.some(({ status }) => status !== 'staged')) mayUnpublish();
      await assertWithdrawable(locked, held, gone, at);

      for (const version of gone) await withdrawVersion(locked, emit, held, version, at);
      const { seenLabels } = await removeManifest(locked, held, manifest.id);
      if (seenLabels > 0) {
        await recomputeLatest(locked, held.id, at);
        await emit('artifact.changed', { artifactId: held.id });
      }
      await audit.record(locked, {
        actor: principal,
        action: 'manifest.delete',
        subject: name,
        details: { digest, versions: gone.map(({ version }) => version) },
        origin,
      });
    });
  };

/** Waits for a decision and keeps it: the result throws what the decision threw. Rights are read before the transaction, and asked inside it only where they matter. */
export async function settled(decision: Promise<void>): Promise<() => void> {
  try {
    await decision;
    return () => {};
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
