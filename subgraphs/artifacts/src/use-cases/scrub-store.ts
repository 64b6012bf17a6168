import type { BlobStore } from '@gati/blob-store';
import type { Clock, MakeId } from '@gati/clock';
import { setTimeout as wait } from 'node:timers/promises';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import type { SetAsideBlob } from '../set-aside-blob.ts';
import { keepReport, startReport, type UpkeepReport } from '../upkeep.ts';
import { verifyBytes, type Finding } from '../verify-bytes.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly store: Pick<BlobStore, 'open' | 'stat'>;
  readonly setAside: SetAsideBlob;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: Pick<ArtifactLimits, 'scrubBytesPerSecond' | 'scrubEveryMs' | 'scrubRunMs'>;
}

const batchSize = 100;
/** So many blobs in a row that cannot be read mean that the store is away. */
const failuresMax = 5;
/** What even an empty blob costs: opening it. */
const bytesEach = 4096;

/** Waits so that on the whole no more bytes pass in a second than this. */
export function createPace(bytesPerSecond: number): (bytes: number) => Promise<void> {
  const startedAt = performance.now();
  let passed = 0;
  return async (bytes) => {
    passed += bytes;
    const aheadMs = (passed / bytesPerSecond) * 1_000 - (performance.now() - startedAt);
    if (aheadMs > 20) await wait(aheadMs);
  };
}

/**
 * Reads blobs again, those first that nobody looked at for the longest time, and sets aside what does not have its digest any more or is gone. Goes at a limited rate, ends after some minutes, and goes on at the next run.
 * @throws what the store throws, when nothing can be read
 */
export const scrubStore =
  ({ tables, store, setAside, clock, makeId, limits }: Dependencies) =>
  async (signal: AbortSignal): Promise<UpkeepReport> => {
    const report = startReport('scrub', { isDryRun: false, clock });
    const pace = createPace(limits.scrubBytesPerSecond);
    const endsAt = performance.now() + limits.scrubRunMs;
    const due = new Date(clock().getTime() - limits.scrubEveryMs);
    const isOver = (): boolean => signal.aborted || performance.now() >= endsAt;

    const unreadable = new Set<string>();
    let failuresInARow = 0;
    while (!isOver()) {
      const found = await blobs(tables).unverifiedSince(due, batchSize + unreadable.size);
      const batch = found.filter(({ digest }) => !unreadable.has(digest));
      if (batch.length === 0) break;
      for (const blob of batch) {
        if (isOver()) break;
        await pace(bytesEach);
        let finding: Finding;
        try {
          finding = await verifyBytes(store, blob, pace);
          failuresInARow = 0;
        } catch (error) {
          // One bad place of a disk must not keep the scrub from all others; a store that is away must.
          if (++failuresInARow >= failuresMax || unreadable.size >= batchSize) throw error;
          unreadable.add(blob.digest);
          report.note({ kind: 'blob', name: null, subject: blob.digest, sizeBytes: blob.sizeBytes, reason: 'Its bytes could not be read.' });
          continue;
        }
        report.add('read');
        report.add('bytes', blob.sizeBytes);
        if (finding.fault !== null && (await setAside(blob.digest, finding.fault, finding.seenAt)))
          report.note({ kind: 'blob', name: null, subject: blob.digest, sizeBytes: blob.sizeBytes, reason: faultText[finding.fault] });
        else await blobs(tables).markVerified(blob.digest, clock());
      }
    }
    return keepReport({ tables, makeId })(report.end());
  };

export const faultText = { changed: 'Its bytes do not have its digest any more.', missing: 'Its bytes are not in the store.' } as const;
