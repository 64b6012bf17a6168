import { RegistryError } from '@gati/errors';
import type { Digest } from '@gati/identifiers';
import type { Emit } from './events.ts';
import type { Tables } from './ports.ts';
import { recomputeLatest } from './recompute-latest.ts';
import { labels } from './repository/labels.ts';
import { manifests } from './repository/manifests.ts';
import type { PushTarget } from './repository/push-targets.ts';
import { versionRows, type VersionRow } from './repository/version-rows.ts';
import { assertUnpublishable } from './rules/unpublishing.ts';

/** @throws POLICY_VIOLATION when a version may not go any more */
export async function assertWithdrawable(tables: Tables, artifact: PushTarget, versions: readonly VersionRow[], now: Date): Promise<void> {
  const dependentRanges = versions.some(({ status }) => status !== 'staged') ? await versionRows(tables).dependentRanges(artifact.id, artifact.name) : [];
  for (const { version, status, publishedAt } of versions) {
    assertUnpublishable({ reference: `${artifact.name}@${version}`, version, status, publishedAt, dependentRanges }, now);
  }
}

/**
 * Takes a version away for good, with its manifest, unless that is part of an index, and the labels on it; a number that was published stays used.
 * The caller holds the artifact's row and has asked `assertWithdrawable`.
 */
export async function withdrawVersion(tables: Tables, emit: Emit, artifact: PushTarget, version: VersionRow, at: Date): Promise<void> {
  const { manifestId } = version;
  if (version.status === 'staged') await versionRows(tables).remove([version.id]);
  else await versionRows(tables).markUnpublished(version.id, at);
  const isPartOfIndex = (await manifests(tables).parentOf(artifact.id, version.digest)) !== null;
  if (manifestId !== null && (await versionRows(tables).ofManifest(manifestId)).length === 0) {
    // As part of an index it is open with that one, and no longer by itself.
    if (isPartOfIndex) await manifests(tables).forgetAdmission(manifestId);
    else await removeManifest(tables, artifact, manifestId);
  }
  await recomputeLatest(tables, artifact.id, at);
  await emit('version.statusChanged', { artifactId: artifact.id, versionId: version.id });
}

/** Takes a manifest that is no version away, and the labels on it. @throws POLICY_VIOLATION while an index names it */
export async function removeManifest(tables: Tables, artifact: PushTarget, manifestId: string): Promise<{ readonly seenLabels: number }> {
  const manifest = await manifests(tables).byId(manifestId);
  if (!manifest) return { seenLabels: 0 };
  const parent = await manifests(tables).parentOf(artifact.id, manifest.digest);
  if (parent) throw partOf(manifest.digest, parent);
  const seenLabels = await labels(tables).detach(artifact.id, manifestId);
  await manifests(tables).remove(manifestId);
  return { seenLabels };
}

const partOf = (digest: Digest, parent: Digest): RegistryError =>
  new RegistryError('POLICY_VIOLATION', { policy: 'references', reason: `${digest} is part of ${parent}.`, suggestion: `Delete ${parent} first.` });
