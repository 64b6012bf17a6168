import type { BlobStore } from '@gati/blob-store';
import type { Clock } from '@gati/clock';
import type { Digest } from '@gati/identifiers';
import type { Audit, Transact } from './ports.ts';
import { blobs } from './repository/blobs.ts';

export type BlobFault = 'changed' | 'missing';

/** Names of repositories that are told with a fault. */
const namesMax = 20;

interface Dependencies {
  readonly transaction: Transact;
  readonly store: Pick<BlobStore, 'stat' | 'remove' | 'setAside'>;
  readonly audit: Audit;
  readonly clock: Clock;
}

/**
 * Takes a blob out of service: its bytes leave what the store serves, its row says why, the log and the owners of its namespaces are told. Pushing the right bytes again heals it.
 * @param seenAt  when the bytes that were found wrong had been stored; null when there were none
 * @returns false when somebody stored it anew in the meantime, and when it was out of service before
 */
export const setAsideBlob =
  ({ transaction, store, audit, clock }: Dependencies) =>
  (digest: Digest, fault: BlobFault, seenAt: Date | null): Promise<boolean> =>
    transaction(async (locked, emit) => {
      await blobs(locked).lock(digest);
      const stored = await store.stat(digest);
      if ((stored?.storedAt.getTime() ?? null) !== (seenAt?.getTime() ?? null)) return false;
      if (!(await blobs(locked).setAside(digest, fault, clock()))) return false;
      const owners = await blobs(locked).ownersOf(digest, namesMax);
      await audit.record(locked, {
        actor: 'registry',
        action: 'blob.set-aside',
        subject: digest,
        details: { fault, names: owners.flatMap(({ names }) => names) },
      });
      for (const { namespaceId, names } of owners) await emit('blob.setAside', { namespaceId, digest, fault, names });
      // Last, so that a failure above leaves everything as it was; a crash in between leaves a row without bytes, which reconciliation finds.
      if (stored) await (store.setAside ?? store.remove)(digest);
      return true;
    });
export type SetAsideBlob = ReturnType<typeof setAsideBlob>;
