import { RegistryError } from '@gati/errors';
import semver from 'semver';

/** The version that a number has already. */
export interface ExistingVersion {
  readonly status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';
  readonly digest: string;
  readonly unpublishedAt: Date | null;
}

/** What pushing a manifest under a version's number does. */
export type VersionPush = 'create' | 'replace' | 'nothing';

/**
 * Versions never change: the same digest again changes nothing, another one is refused once the number was ever published or refused for malware.
 * What is only staged may be replaced.
 * @throws VERSION_EXISTS
 */
export function planVersionPush(existing: ExistingVersion | null, { reference, digest }: { readonly reference: string; readonly digest: string }): VersionPush {
  if (!existing) return 'create';
  if (existing.unpublishedAt !== null) throw new RegistryError('VERSION_EXISTS', { reference, isRemoved: true });
  if (existing.digest === digest) return 'nothing';
  if (existing.status === 'staged') return 'replace';
  throw new RegistryError('VERSION_EXISTS', { reference, digest: existing.digest });
}

/** What a further number on a manifest is judged by. */
export interface FurtherNumber {
  /** Full name with the new number, for the message. */
  readonly reference: string;
  readonly version: string;
  /** The numbers that the manifest had before, whatever became of them; none makes every number a first one. */
  readonly own: readonly string[];
  /** The published numbers of other manifests of the artifact. */
  readonly others: readonly string[];
}

/**
 * A signature binds the bytes and no number, so whoever may push can number signed bytes anew: a candidate becomes the release, a release without changes gets the next number.
 * Yet never above a release of other bytes that came after them: that would be a way back for everyone who follows a range, without anybody signing it.
 * @throws POLICY_VIOLATION
 */
export function assertNoWayBack({ reference, version, own, others }: FurtherNumber): void {
  const [highest] = own.toSorted(semver.rcompare);
  if (highest === undefined) return;
  const between = others.find((other) => semver.prerelease(other) === null && semver.gt(other, highest) && semver.lt(other, version));
  if (between === undefined) return;
  throw new RegistryError('POLICY_VIOLATION', {
    policy: 'versions',
    reason: `${reference} would put the bytes of ${highest} above ${between}.`,
    suggestion: `Build it anew and sign it, put a label on ${highest}, or yank what lies between.`,
  });
}
