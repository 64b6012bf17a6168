import { labels } from './repository/labels.ts';
import { pushTargets } from './repository/push-targets.ts';
import { versionRows } from './repository/version-rows.ts';
import type { Tables } from './ports.ts';
import { chooseLatest } from './rules/latest.ts';

/**
 * Brings what `latest` means to what labels and versions say now, and raises the artifact's revision, so that search follows.
 * Call it in every transaction that changes a label, a status or a version that others see; the artifact's row must be held (`lockArtifact`).
 * @returns the id of the version that `latest` means now; null for none
 */
export async function recomputeLatest(tables: Tables, artifactId: string, at: Date): Promise<string | null> {
  const label = await labels(tables).find(artifactId, 'latest');
  const latest = chooseLatest(label?.manifestId ?? null, await versionRows(tables).latestCandidates(artifactId));
  await pushTargets(tables).change(artifactId, { latestVersionId: latest?.id ?? null });
  await pushTargets(tables).touch(artifactId, at);
  return latest?.id ?? null;
}

/** Holds the artifact's row until the transaction ends: everything that changes its labels, versions or manifests takes it first, so nothing crosses. @returns whether there is such an artifact */
export const lockArtifact = async (tables: Tables, artifactId: string): Promise<boolean> => (await pushTargets(tables).lock(artifactId)) !== null;
