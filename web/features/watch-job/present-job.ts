import type { Job } from '#web/features/watch-job/job.ts';
import { withIndex, withScan } from '#web/features/watch-job/job.ts';
import { lookedUp } from '#web/features/watch-job/looked-up.ts';
import { IndexingProgress, ScanProgress, WatchedVersion } from '#web/features/watch-job/queries.ts';
import type { Failure } from '#web/server/answer.ts';
import { readStreams } from '#web/server/first-event.ts';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';
import { ask } from '#web/server/viewer.ts';

/** The job of one version now: looked up, and sharpened by the first event of its streams, which is their present state. Null, without a failure, where the reader may see no such version. */
export async function presentJob(name: string, version: string): Promise<{ readonly job: Job | null; readonly failure: Failure | null }> {
  const session = await readSession();
  const variables = { artifact: name, version };
  const [{ data, failures }, [scan, index]] = await Promise.all([
    ask(WatchedVersion, { name, version }),
    readStreams(session?.accessToken ?? null, (first) => Promise.all([first(ScanProgress, variables), first(IndexingProgress, variables)])),
  ]);
  const found = data?.artifact?.version;
  if (!found || found.version !== version) return { job: null, failure: failures[0] ?? null };
  let job = lookedUp(name, found, settings().publicUrl.host);
  if (scan?.scanProgress) job = withScan(job, scan.scanProgress);
  if (index?.indexingProgress) job = withIndex(job, index.indexingProgress);
  return { job, failure: null };
}
