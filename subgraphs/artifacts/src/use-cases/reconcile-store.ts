import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables, Transact } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import { storage } from '../repository/storage.ts';
import { uploads } from '../repository/uploads.ts';
import type { SetAsideBlob } from '../set-aside-blob.ts';
import { takeFiles } from '../take-files.ts';
import { keepReport, startReport, type RunningReport, type UpkeepReport } from '../upkeep.ts';
import { faultText } from './scrub-store.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly store: Pick<BlobStore, 'list' | 'stat' | 'remove' | 'sweep' | 'sizeOf'>;
  readonly setAside: SetAsideBlob;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: ArtifactLimits;
}

const batchSize = 250;
/** Questions to the store at once. */
const questionsAtOnce = 16;

/**
 * Brings store and tables together again after whatever happened to one of them: removes bytes that have no row, sets aside rows whose bytes are gone or have another length, forgets sessions that one side has lost, removes what crashed writes left, and sums up anew the accounts that went astray.
 * Reads the list of the whole store and asks it for every blob, so it is made for once a day. Nothing younger than the grace of a collection is touched: what a push is doing just now is no fault.
 */
export const reconcileStore =
  (dependencies: Dependencies) =>
  async (signal: AbortSignal): Promise<UpkeepReport> => {
    const { store, clock, limits } = dependencies;
    const report = startReport('reconciliation', { isDryRun: false, clock });
    const before = new Date(clock().getTime() - limits.orphanAgeMs);
    await removeOrphans(dependencies, { before, signal, report });
    await findMissing(dependencies, { signal, report });
    await forgetLostUploads(dependencies, { before, report });
    await recount(dependencies, { signal, report });
    if (!signal.aborted) report.add('leftovers', await store.sweep(Math.max(limits.orphanAgeMs, limits.uploadLifetimeMs)));
    return keepReport(dependencies)(report.end());
  };

interface Step {
  readonly signal: AbortSignal;
  readonly report: RunningReport;
}

async function removeOrphans(dependencies: Dependencies, { before, signal, report }: Step & { readonly before: Date }): Promise<void> {
  const { tables, store } = dependencies;
  let batch: Digest[] = [];
  const removeUnknown = async (): Promise<void> => {
    const known = await blobs(tables).known(batch);
    const orphans = batch.filter((digest) => !known.has(digest));
    batch = [];
    if (orphans.length === 0) return;
    for (const [digest, sizeBytes] of await takeFiles(dependencies)(orphans, before))
      report.note({ kind: 'file', name: null, subject: digest, sizeBytes, reason: 'No blob is written down for it.' });
  };
  for await (const { digest, storedAt } of store.list()) {
    if (signal.aborted) return;
    if (storedAt < before) batch.push(digest);
    if (batch.length === batchSize) await removeUnknown();
  }
  await removeUnknown();
}

async function findMissing({ tables, store, setAside }: Dependencies, { signal, report }: Step): Promise<void> {
  for (let after = ''; !signal.aborted;) {
    const page = await blobs(tables).page(after, batchSize);
    const last = page.at(-1);
    if (!last) return;
    after = last.digest;
    const waiting = [...page];
    const askNext = async (): Promise<void> => {
      for (let blob = waiting.pop(); blob; blob = waiting.pop()) {
        const stored = await store.stat(blob.digest);
        if (stored?.sizeBytes === blob.sizeBytes) continue;
        const fault = stored ? 'changed' : 'missing';
        if (await setAside(blob.digest, fault, stored?.storedAt ?? null))
          report.note({ kind: 'blob', name: null, subject: blob.digest, sizeBytes: blob.sizeBytes, reason: faultText[fault] });
      }
    };
    await Promise.all(Array.from({ length: questionsAtOnce }, askNext));
  }
}

/** A kill between the end of a session and the row of its blob leaves a row for a session that the store does not have: its client starts anew. */
async function forgetLostUploads(
  { tables, store }: Dependencies,
  { before, report }: { readonly before: Date; readonly report: RunningReport },
): Promise<void> {
  for (const id of await uploads(tables).startedBefore(before, batchSize * 40)) {
    if ((await store.sizeOf(id)) !== null) continue;
    await uploads(tables).remove(id);
    report.note({ kind: 'upload', name: null, subject: id, sizeBytes: 0, reason: 'The store does not have its bytes.' });
  }
}

async function recount({ tables, transaction }: Dependencies, { signal, report }: Step): Promise<void> {
  for (const namespaceId of await storage(tables).astray()) {
    if (signal.aborted) return;
    await transaction((locked) => storage(locked).recount(namespaceId));
    report.note({ kind: 'namespace', name: null, subject: namespaceId, sizeBytes: 0, reason: 'Its account was not what its blobs add up to.' });
  }
}
