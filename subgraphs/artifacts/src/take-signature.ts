import type { Digest } from '@gati/identifiers';
import type { Tables, TrustedCarriersOf } from './ports.ts';
import { manifests, type ManifestRow } from './repository/manifests.ts';
import { versionRows, type VersionRow } from './repository/version-rows.ts';
import { signatureTagOf } from './rules/tags.ts';

/** More carriers than any manifest has. */
const carriersMax = 1000;

/**
 * The versions that would be left without a trusted signature if this manifest went: taking the last one away is taking the version away.
 * @param subjects  the manifests that it belongs to: its subject, and those whose tags it stands under
 */
export async function versionsLosingTrust(
  tables: Tables,
  trustedCarriersOf: TrustedCarriersOf,
  carrier: ManifestRow,
  subjects: readonly Digest[],
): Promise<readonly VersionRow[]> {
  const losing: VersionRow[] = [];
  for (const digest of new Set(subjects)) {
    const subject = await manifests(tables).find(carrier.artifactId, digest);
    const versions = subject ? (await versionRows(tables).ofManifest(subject.id)).filter(({ status }) => status !== 'staged') : [];
    if (versions.length === 0) continue;
    const trusted = await trustedCarriersOf(tables, carrier.artifactId, digest);
    const present = await manifests(tables).carriersOf(carrier.artifactId, digest, signatureTagOf(digest), carriersMax);
    const remaining = present.filter((other) => other.id !== carrier.id && trusted.has(other.digest));
    if (trusted.has(carrier.digest) && remaining.length === 0) losing.push(...versions);
  }
  return losing;
}
