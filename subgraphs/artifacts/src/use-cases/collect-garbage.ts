import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables, Transact } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import { downloads } from '../repository/downloads.ts';
import { garbage, type DeadBlob, type DeadLink, type DeadManifest, type GarbageAges } from '../repository/garbage.ts';
import { labels } from '../repository/labels.ts';
import { manifests } from '../repository/manifests.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { uploads } from '../repository/uploads.ts';
import { versionRows } from '../repository/version-rows.ts';
import { takeFiles } from '../take-files.ts';
import { keepReport, paced, startReport, type RunningReport, type UpkeepReport } from '../upkeep.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly store: Pick<BlobStore, 'abort' | 'sweep' | 'remove' | 'stat'>;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: ArtifactLimits;
}

/** Rows that one transaction takes: some 20 ms, which is what a push to one of them may have to wait. */
const batchSize = 250;
/** What one look marks: a look has to pass by what is alive, and costs more than what it finds. */
const markSize = 4_000;
/** What one run takes of uploads and empty artifacts, and what a dry run looks through of each kind; the next run goes on. */
const runMax = 20_000;

export interface CollectGarbage {
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}

/** One run, as each of its steps sees it. */
interface Run extends Dependencies, CollectGarbage {
  readonly ages: GarbageAges;
  readonly report: RunningReport;
}

/**
 * Takes away what nothing holds any more: expired uploads, what was staged and never admitted, referrers whose subject is gone, blobs that no manifest names, and the bytes of blobs that no repository has.
 * Marks in pieces without a lock, then looks at each piece again under the locks that pushes hold: safe at any time, beside pushes, mounts, deletions and another collection, and cut anywhere. A push renews what it uses, and nothing younger than a day goes.
 * A dry run reads only, and says what would go and why.
 */
export const collectGarbage =
  (dependencies: Dependencies) =>
  async ({ isDryRun, signal }: CollectGarbage): Promise<UpkeepReport> => {
    const { tables, store, clock, limits } = dependencies;
    const now = clock();
    const before = (ageMs: number): Date => new Date(now.getTime() - ageMs);
    const report = startReport('collection', { isDryRun, clock });
    const ages = { stagedBefore: before(limits.stagedLifetimeMs), orphanedBefore: before(limits.orphanAgeMs) };
    const run: Run = { ...dependencies, isDryRun, signal, ages, report };

    await takeUploads(run, now);
    await takeVersions(run);
    const goneManifests = await takeManifests(run);
    const goneLinks = await takeLinks(run, goneManifests);
    await takeBlobs(run, goneLinks);
    if (!isDryRun && !signal.aborted) {
      await takeEmptyArtifacts(run);
      report.add('leftovers', await store.sweep(Math.max(limits.orphanAgeMs, limits.uploadLifetimeMs)));
      await downloads(tables).forgetClients(before(2 * 24 * 60 * 60 * 1000));
    }
    return isDryRun ? report.end() : keepReport(dependencies)(report.end());
  };

async function takeUploads({ tables, store, report, isDryRun, signal }: Run, now: Date): Promise<void> {
  for (const id of await uploads(tables).expired(now, runMax)) {
    if (signal.aborted) return;
    if (!isDryRun) {
      await store.abort(id);
      await uploads(tables).remove(id);
    }
    report.note({ kind: 'upload', name: null, subject: id, sizeBytes: 0, reason: 'The upload has expired.' });
  }
}

async function takeVersions({ tables, transaction, ages, report, isDryRun, signal }: Run): Promise<void> {
  const dead = await garbage(tables).versions(ages.stagedBefore, runMax);
  const byArtifact = Map.groupBy(dead, ({ artifactId }) => artifactId);
  for (const [artifactId, marked] of byArtifact) {
    if (signal.aborted) return;
    if (!isDryRun) {
      await transaction(async (locked) => {
        if (await pushTargets(locked).lock(artifactId)) await versionRows(locked).remove(await versionRows(locked).stagedBefore(artifactId, ages.stagedBefore));
      });
    }
    for (const { name, version } of marked) report.note({ kind: 'version', name, subject: version, sizeBytes: 0, reason: 'It was staged and never admitted.' });
  }
}

const reasons: Record<DeadManifest['reason'], string> = {
  neverAdmitted: 'It was never admitted, and nothing names it.',
  subjectGone: 'What it refers to is gone.',
};

/** Goes on until nothing is found: what an index or a subject held may go after it. @returns ids that a dry run would have taken */
async function takeManifests({ tables, transaction, ages, report, isDryRun, signal }: Run): Promise<readonly string[]> {
  const gone: string[] = [];
  for (;;) {
    const marked = await garbage(tables).manifests(ages, { gone, limit: batchSize });
    if (marked.length === 0 || signal.aborted || gone.length >= runMax) return gone;
    let taken = marked;
    if (isDryRun) gone.push(...marked.map(({ id }) => id));
    else {
      taken = [];
      for (const [artifactId, ofArtifact] of Map.groupBy(marked, (manifest) => manifest.artifactId)) {
        taken = [
          ...taken,
          ...(await transaction(async (locked) => {
            if (!(await pushTargets(locked).lock(artifactId))) return [];
            const still = await garbage(locked).manifests(ages, { among: ofArtifact.map(({ id }) => id), limit: batchSize });
            for (const { id } of still) {
              await labels(locked).detach(artifactId, id);
              await manifests(locked).remove(id);
            }
            return still;
          })),
        ];
      }
      // Somebody came back for all of them: they are not found again, or only while that push is under way.
      if (taken.length === 0) return gone;
    }
    for (const { name, digest, sizeBytes, reason } of taken) report.note({ kind: 'manifest', name, subject: digest, sizeBytes, reason: reasons[reason] });
  }
}

/** @returns for a dry run, how many links each blob would lose */
async function takeLinks({ tables, transaction, ages, report, isDryRun, signal }: Run, gone: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const lost = new Map<string, number>();
  let after = { artifactId: '00000000-0000-0000-0000-000000000000', digest: '' as Digest };
  let looked = 0;
  for (;;) {
    const marked = [...(await garbage(tables).links(ages.orphanedBefore, { after, gone, limit: markSize }))];
    const last = marked.at(-1);
    if (!last || signal.aborted || (isDryRun && looked >= runMax)) return lost;
    after = last;
    looked += marked.length;
    const taken = isDryRun ? marked : [];
    for (const batch of isDryRun ? [] : inBatches(marked)) {
      if (signal.aborted) return lost;
      taken.push(...(await paced(() => unlink(transaction, batch, ages.orphanedBefore))));
    }
    for (const { name, digest, sizeBytes } of taken) {
      if (isDryRun) lost.set(digest, (lost.get(digest) ?? 0) + 1);
      report.note({ kind: 'link', name, subject: digest, sizeBytes, reason: 'No manifest of the repository names it.' });
    }
  }
}

/** Takes those of these links whose artifacts nobody else holds; the others are found again. */
const unlink = (transaction: Transact, marked: readonly DeadLink[], before: Date): Promise<readonly DeadLink[]> =>
  transaction(async (locked) => {
    const names = new Map(marked.map(({ artifactId, name }) => [artifactId, name]));
    const free = new Set(await pushTargets(locked).lockFree([...names.keys()]));
    const links = await blobs(locked).unlinkUnnamed(
      marked.filter(({ artifactId }) => free.has(artifactId)),
      before,
    );
    return links.flatMap((link) => {
      const name = names.get(link.artifactId);
      return name ? [{ ...link, name }] : [];
    });
  });

function* inBatches<T>(things: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < things.length; from += batchSize) yield things.slice(from, from + batchSize);
}

async function takeBlobs(run: Run, goneLinks: ReadonlyMap<string, number>): Promise<void> {
  const { tables, transaction, ages, report, isDryRun, signal } = run;
  const note = ({ digest, sizeBytes }: DeadBlob): void => {
    report.note({ kind: 'blob', name: null, subject: digest, sizeBytes, reason: 'No repository has it.' });
    report.add('bytes', sizeBytes);
  };
  if (isDryRun) for (const blob of await garbage(tables).blobsWithout(goneLinks, ages.orphanedBefore)) note(blob);

  let after = '';
  let looked = 0;
  for (;;) {
    const marked = await garbage(tables).blobs(ages.orphanedBefore, { after, limit: markSize });
    const last = marked.at(-1);
    if (!last || signal.aborted || (isDryRun && looked >= runMax)) return;
    after = last.digest;
    looked += marked.length;
    if (isDryRun) {
      marked.forEach(note);
      continue;
    }
    for (const batch of inBatches(marked)) {
      if (signal.aborted) return;
      await paced(async () => {
        const taken = await transaction(async (locked) =>
          blobs(locked).removeUnlinked(await blobs(locked).lockFree(batch.map(({ digest }) => digest)), ages.orphanedBefore),
        );
        taken.forEach(note);
        const files = await takeFiles(run)(
          taken.map(({ digest }) => digest),
          ages.orphanedBefore,
        );
        report.add('files', files.size);
      });
    }
  }
}

async function takeEmptyArtifacts({ tables, transaction, ages, report }: Run): Promise<void> {
  for (const artifactId of await pushTargets(tables).forgotten(ages.stagedBefore, runMax)) {
    await transaction(async (locked) => {
      if (await pushTargets(locked).lock(artifactId)) report.add('artifacts', await pushTargets(locked).removeEmpty(artifactId));
    });
  }
}
