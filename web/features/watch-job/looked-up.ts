import type { WatchedVersionQuery } from '#web/gql/graphql.ts';
import type { Job, ScanState } from '#web/features/watch-job/job.ts';

type Version = NonNullable<NonNullable<WatchedVersionQuery['artifact']>['version']>;

const noCounts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };

/** The job as far as a look at the version tells: which steps are behind it, without the share of the one at work.
 *  @param host  host and port under which container tools reach the registry */
export function lookedUp(name: string, version: Version, host: string): Job {
  return {
    name,
    version: version.version,
    ociReference: `${host}/${name.slice(1)}@${version.digest}`,
    status: version.status,
    statusReason: version.statusReason,
    scan: scanOf(version),
    index: null,
    findings: version.scan?.findings.nodes ?? [],
    endedAt: {
      SIGNATURE: version.status === 'STAGED' ? null : (version.signature?.signedAt ?? null),
      PUBLISH: version.publishedAt,
      SCORE: version.scan?.finishedAt ?? null,
    },
  };
}

function scanOf({ status, statusReason, scan }: Version): ScanState {
  const state = (stage: ScanState['stage'], scanStatus: ScanState['status']): ScanState => ({
    sequence: 0,
    stage,
    status: scanStatus,
    percent: 0,
    score: scan?.score ?? null,
    counts: scan?.counts ?? noCounts,
  });
  if (status === 'STAGED') return state('SIGNATURE', statusReason === null ? 'QUEUED' : 'FAILED');
  if (status === 'REJECTED') return state('MALWARE', 'MALICIOUS');
  if (!scan || scan.status === 'QUEUED') return state('SBOM', 'QUEUED');
  return scan.status === 'CLEAN' || scan.status === 'FINDINGS' ? { ...state('SCORE', scan.status), percent: 100 } : state('SBOM', scan.status);
}
