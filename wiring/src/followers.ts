import { countersDelayMs } from '@gati/artifacts';
import type { BoundJob } from '@gati/jobs';

/** A job that a fact leads to, with the payload it gets. */
interface Follower {
  readonly job: string;
  readonly payload: (fact: Readonly<Record<string, unknown>>) => unknown;
  /** Waits that long, so that what comes meanwhile is one job. */
  readonly delayMs?: number;
}

const admit: Follower = { job: 'security.admit-manifest', payload: ({ artifactId, manifestId }) => ({ artifactId, manifestId }) };
const index: Follower = { job: 'artifacts.index-artifact', payload: ({ artifactId }) => ({ artifactId }) };
const indexNamespace: Follower = { job: 'artifacts.index-namespace', payload: ({ namespaceId }) => ({ namespaceId }) };
const purge: Follower = { job: 'artifacts.purge-cache', payload: ({ artifactId }) => ({ artifactId }) };
const warm: Follower = { job: 'artifacts.warm-cache', payload: ({ versionId }) => ({ versionId }) };
const quarantine: Follower = { job: 'security.quarantine-signed-later', payload: ({ signingKeyId }) => ({ signingKeyId }) };
const scan: Follower = { job: 'security.scan-version', payload: ({ versionId }) => ({ versionId }) };

const invite: Follower = { job: 'namespaces.send-invitation', payload: ({ invitationId }) => ({ invitationId }) };
const tell: Follower = { job: 'artifacts.tell-of-fault', payload: (fact) => fact };
const collect: Follower = { job: 'artifacts.collect-garbage', payload: () => ({}) };
const count: Follower = { job: 'artifacts.index-counters', payload: ({ artifactId }) => ({ artifactId }), delayMs: countersDelayMs };

const mail: Follower = { job: 'namespaces.send-account-mail', payload: ({ accountId, purpose }) => ({ accountId, purpose }) };

/** Which jobs follow which fact: the whole asynchronous side of the house on one page. */
export const followers: Readonly<Record<string, readonly Follower[]>> = {
  'manifest.staged': [admit],
  'referrer.attached': [admit],
  'version.published': [index, scan, warm],
  'version.statusChanged': [index, purge],
  'version.rejected': [index],
  'artifact.changed': [index, purge],
  'artifact.counted': [count],
  'scan.completed': [index],
  'key.revoked': [quarantine],
  'blob.setAside': [tell],
  'collection.requested': [collect],
  'namespace.changed': [],
  'verification.changed': [indexNamespace],
  'member.changed': [],
  'mail.requested': [mail],
  'invitation.made': [invite],
};

/** @throws when a follower names a job that no context declares: a fact would lead nowhere */
export function checkFollowers(jobs: readonly BoundJob[]): void {
  const names = new Set(jobs.map(({ name }) => name));
  const missing = Object.values(followers)
    .flat()
    .filter(({ job }) => !names.has(job));
  if (missing.length > 0) throw new Error(`No context declares the jobs ${missing.map(({ job }) => job).join(', ')}.`);
}
