import semver from 'semver';

/** What the choice of `latest` looks at. */
export interface LatestCandidate {
  readonly id: string;
  readonly manifestId: string | null;
  readonly version: string;
  readonly status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';
  readonly unpublishedAt: Date | null;
}

/**
 * What `latest` means: the version that the publisher's label is on, else the highest published one that is no prerelease; null when there is neither.
 * A label never chooses what is yanked, quarantined or gone, so then the second half of the rule decides.
 * @param labelledManifestId  where the label `latest` points to; null where there is none
 */
export function chooseLatest<V extends LatestCandidate>(labelledManifestId: string | null, versions: readonly V[]): V | null {
  const published = versions
    .filter(({ status, unpublishedAt }) => status === 'published' && unpublishedAt === null)
    .toSorted((a, b) => semver.rcompare(a.version, b.version));
  const labelled = labelledManifestId === null ? undefined : published.find(({ manifestId }) => manifestId === labelledManifestId);
  return labelled ?? published.find(({ version }) => semver.prerelease(version) === null) ?? null;
}
