import type { Selector } from '@gati/identifiers';
import semver from 'semver';
import type { VersionStatus } from './rights.ts';

export interface SelectableVersion {
  readonly id: string;
  readonly version: string;
  readonly status: VersionStatus;
  readonly digest: string;
  readonly manifestId: string | null;
}

export interface SelectableLabel {
  readonly name: string;
  /** What everybody sees; null when nothing it was put on was admitted yet. */
  readonly manifestId: string | null;
  /** What writers see: it waits for admission. */
  readonly pendingManifestId: string | null;
}

/** What a reference is chosen from: what the caller may see of one artifact. */
export interface Selectable<V extends SelectableVersion = SelectableVersion> {
  readonly versions: readonly V[];
  readonly labels: readonly SelectableLabel[];
  readonly latestVersionId: string | null;
  /** Whether pending labels count. */
  readonly seesAll: boolean;
}

/** Highest first. */
export const highestFirst = <V extends { readonly version: string }>(versions: readonly V[]): V[] =>
  versions.toSorted((a, b) => semver.rcompare(a.version, b.version));

/**
 * The versions that a reference may mean, best first. An exact version or a digest means itself, whatever its status; a range means published versions;
 * a label means the version it is on, and `latest` without a label the highest published one that is no prerelease. What is yanked or quarantined is never chosen by a label or a range.
 */
export function versionsFor<V extends SelectableVersion>(selector: Selector, { versions, labels, latestVersionId, seesAll }: Selectable<V>): readonly V[] {
  switch (selector.kind) {
    case 'version':
      return versions.filter(({ version }) => version === selector.version);
    case 'digest':
      return highestFirst(versions.filter(({ digest }) => digest === selector.digest));
    case 'range': {
      const range = new semver.Range(selector.range);
      return highestFirst(versions.filter(({ status, version }) => status === 'published' && range.test(version)));
    }
    case 'label': {
      const label = labels.find(({ name }) => name === selector.label);
      const pending = seesAll ? versionsOn(versions, label?.pendingManifestId).filter(({ status }) => status === 'staged' || status === 'published') : [];
      if (pending.length > 0) return pending.slice(0, 1);
      if (selector.label === 'latest') return versions.filter(({ id, status }) => id === latestVersionId && status === 'published');
      return versionsOn(versions, label?.manifestId)
        .filter(({ status }) => status === 'published')
        .slice(0, 1);
    }
  }
}

const versionsOn = <V extends SelectableVersion>(versions: readonly V[], manifestId: string | null | undefined): V[] =>
  manifestId ? highestFirst(versions.filter((version) => version.manifestId === manifestId)) : [];
