import { createFilesystemBlobStore } from '@gati/blob-store';
import type { Database } from '@gati/database';
import { randomUUID } from 'node:crypto';
import { artifactLimits, type ArtifactLimits } from '../../src/limits.ts';
import type { Tables } from '../../src/ports.ts';
import { setAsideBlob } from '../../src/set-aside-blob.ts';
import type { UpkeepReport } from '../../src/upkeep.ts';
import { collectGarbage } from '../../src/use-cases/collect-garbage.ts';
import { reconcileStore } from '../../src/use-cases/reconcile-store.ts';

/** Ten days: after them everything that is not held is old. */
const laterMs = 10 * 24 * 60 * 60 * 1000;

/** A collection and a reconciliation, ten days from now. @returns their reports */
export async function upkeepLater({
  database,
  folder,
  limits = {},
}: {
  readonly database: Pick<Database, 'client' | 'transaction'>;
  readonly folder: string;
  readonly limits?: Partial<ArtifactLimits>;
}): Promise<readonly [UpkeepReport, UpkeepReport]> {
  const clock = (): Date => new Date(Date.now() + laterMs);
  const store = createFilesystemBlobStore({ folder, now: () => clock().getTime() });
  const transaction = <T>(work: (tables: Tables, emit: () => Promise<void>) => Promise<T>): Promise<T> =>
    database.transaction((tables) => work(tables, async () => {}));
  const shared = { tables: database.client, transaction, store, clock, makeId: randomUUID, limits: { ...artifactLimits, ...limits } };
  const { signal } = new AbortController();
  const collection = await collectGarbage(shared)({ isDryRun: false, signal });
  const setAside = setAsideBlob({ ...shared, audit: { record: async () => {} } });
  return [collection, await reconcileStore({ ...shared, setAside })(signal)];
}
