import { RegistryError } from '@gati/errors';
import semver from 'semver';

/** Long enough to take a mistake back, too short for others to have built on it (npm's rule; specification R4.3). */
export const unpublishWindowMs = 72 * 60 * 60 * 1000;

export interface UnpublishCandidate {
  /** For the message, `@acme/auth@1.2.0`. */
  readonly reference: string;
  readonly version: string;
  readonly status: 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';
  readonly publishedAt: Date | null;
  /** The ranges in which published versions of other artifacts need this artifact. */
  readonly dependentRanges: readonly string[];
}

/** Whether the version may go for good. Yanking stays possible when it may not. @throws POLICY_VIOLATION with the rule that forbids it */
export function assertUnpublishable({ reference, version, status, publishedAt, dependentRanges }: UnpublishCandidate, now: Date): void {
  const refuse = (reason: string, suggestion?: string) =>
    new RegistryError('POLICY_VIOLATION', { policy: 'unpublish', reason, ...(suggestion ? { suggestion } : {}) });
  if (status === 'staged') return;
  if (status === 'quarantined' || status === 'rejected') throw refuse(`${reference} is ${status}: it is kept as evidence and served to nobody.`);
  const yank = `Yank it instead: gati yank ${reference}`;
  if (!publishedAt || now.getTime() - publishedAt.getTime() > unpublishWindowMs) throw refuse(`${reference} was published more than 72 hours ago.`, yank);
  if (dependentRanges.some((range) => semver.satisfies(version, range, { includePrerelease: true })))
    throw refuse(`Published versions of other artifacts depend on ${reference}.`, yank);
}
