import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import type { ArtifactLimits } from '../limits.ts';
import type { Tables, Transact } from '../ports.ts';
import { blobs } from '../repository/blobs.ts';
import { downloads } from '../repository/downloads.ts';
import { labels } from '../repository/labels.ts';
import { manifests } from '../repository/manifests.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { uploads } from '../repository/uploads.ts';
import { versionRows } from '../repository/version-rows.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly blobs: Pick<BlobStore, 'abort' | 'sweep' | 'list' | 'remove' | 'stat'>;
  readonly clock: Clock;
  readonly limits: ArtifactLimits;
}

/** How much one run takes of each kind; the next one goes on. */
const batchMax = 1000;

/** What a sweep took away. */
export interface Swept {
  readonly uploads: number;
  readonly versions: number;
  readonly manifests: number;
  readonly blobs: number;
  readonly leftovers: number;
}

/**
 * Takes away what nobody came back for: expired uploads, what was staged for 7 days, bytes that no manifest names, files that a kill left behind.
 * Safe at any time and beside any push: whatever is taken is looked at again under the lock that a push holds, and a push renews what it uses.
 */
export const sweepStaged =
  ({ tables, transaction, blobs: store, clock, limits }: Dependencies) =>
  async (signal: AbortSignal): Promise<Swept> => {
    const now = clock();
    const before = (ageMs: number): Date => new Date(now.getTime() - ageMs);
    const swept = { uploads: 0, versions: 0, manifests: 0, blobs: 0, leftovers: 0 };

    for (const uploadId of await uploads(tables).expired(now, batchMax)) {
      await store.abort(uploadId);
      await uploads(tables).remove(uploadId);
      swept.uploads++;
    }

    for (const artifactId of await pushTargets(tables).idsToSweep(before(limits.stagedLifetimeMs), before(limits.orphanAgeMs), batchMax)) {
      if (signal.aborted) return swept;
      await transaction(async (locked) => {
        if (!(await pushTargets(locked).lock(artifactId))) return;
        const staged = await versionRows(locked).stagedBefore(artifactId, before(limits.stagedLifetimeMs));
        await versionRows(locked).remove(staged);
        const forgotten = await manifests(locked).forgotten(artifactId, before(limits.stagedLifetimeMs));
        for (const manifestId of forgotten) {
          await labels(locked).detach(artifactId, manifestId);
          await manifests(locked).remove(manifestId);
        }
        await blobs(locked).unlinkUnnamed(artifactId, before(limits.orphanAgeMs));
        swept.versions += staged.length;
        swept.manifests += forgotten.length;
      });
    }
    for (const artifactId of await pushTargets(tables).forgotten(before(limits.stagedLifetimeMs), batchMax)) {
      await transaction(async (locked) => {
        if (await pushTargets(locked).lock(artifactId)) await pushTargets(locked).removeEmpty(artifactId);
      });
    }

    for (const digest of await blobs(tables).unlinked(before(limits.orphanAgeMs), batchMax)) {
      await transaction(async (locked) => {
        await blobs(locked).lock(digest);
        await blobs(locked).remove(digest);
      });
    }
    swept.blobs = await removeOrphans({ tables, transaction, store }, before(limits.orphanAgeMs), signal);
    swept.leftovers = await store.sweep(Math.max(limits.orphanAgeMs, limits.uploadLifetimeMs));
    await downloads(tables).forgetClients(before(2 * 24 * 60 * 60 * 1000));
    return swept;
  };

/**
 * Removes files that have no row: a kill between the two steps of a push left them, or their row went above. The row goes in one transaction and the file in a later one, so that at no moment a row stands without its file;
 * the digest's lock and the file's age keep one that a push brings back just now.
 */
async function removeOrphans(
  { tables, transaction, store }: { readonly tables: Tables; readonly transaction: Transact; readonly store: Dependencies['blobs'] },
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  let batch: string[] = [];
  const removeUnknown = async (): Promise<void> => {
    const known = await blobs(tables).known(batch);
    const orphans = batch.filter((digest) => !known.has(digest));
    batch = [];
    for (const digest of orphans) {
      await transaction(async (locked) => {
        await blobs(locked).lock(digest);
        const stored = await store.stat(digest as Digest);
        if (!stored || stored.storedAt >= before || (await blobs(locked).known([digest])).has(digest)) return;
        await store.remove(digest as Digest);
        removed++;
      });
    }
  };
  for await (const { digest, storedAt } of store.list()) {
    if (signal.aborted) return removed;
    if (storedAt < before) batch.push(digest);
    if (batch.length === batchMax) await removeUnknown();
  }
  await removeUnknown();
  return removed;
}
