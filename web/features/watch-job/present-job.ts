import { handleOf } from '#web/design/paths.ts';
import { parseVersion } from '#web/design/release-spine.ts';
import type { Job } from '#web/features/watch-job/job.ts';
import { withIndex, withScan } from '#web/features/watch-job/job.ts';
import { lookedUp } from '#web/features/watch-job/looked-up.ts';
import { IndexingProgress, ScanProgress, WatchedVersion } from '#web/features/watch-job/queries.ts';
import type { Failure } from '#web/server/answer.ts';
import { readStreams } from '#web/server/first-event.ts';
import { mayPublish, Memberships } from '#web/server/membership.ts';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';
import { ask } from '#web/server/viewer.ts';

/** The job of one version now. */
export interface Present {
  readonly job: Job | null;
  readonly failure: Failure | null;
  /** There is no such version, and the reader is one of those who may push it. */
  readonly isAwaited: boolean;
}

/** The job of one version now: looked up, and sharpened by the first event of its streams, which is their present state. Null, without a failure, where the reader may see no such version. */
export async function presentJob(name: string, version: string): Promise<Present> {
  const session = await readSession();
  const variables = { artifact: name, version };
  const [{ data, failures }, [scan, index]] = await Promise.all([
    ask(WatchedVersion, { name, version }),
    readStreams(session?.accessToken ?? null, (first) => Promise.all([first(ScanProgress, variables), first(IndexingProgress, variables)])),
  ]);
  const found = data?.artifact?.version;
  if (!found || found.version !== version) {
    const failure = failures[0] ?? null;
    return { job: null, failure, isAwaited: !failure && session !== null && parseVersion(version) !== null && (await mayPush(name)) };
  }
  let job = lookedUp(name, found, settings().publicUrl.host);
  if (scan?.scanProgress) job = withScan(job, scan.scanProgress);
  if (index?.indexingProgress) job = withIndex(job, index.indexingProgress);
  return { job, failure: null, isAwaited: false };
}

const mayPush = async (name: string): Promise<boolean> => mayPublish((await ask(Memberships, {})).data, handleOf(name));
