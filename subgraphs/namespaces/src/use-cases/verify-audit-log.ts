import type { Tables } from '../repository.ts';
import { auditLog, auditSeals, type AuditSealRow } from '../repository.ts';
import type { AuditEntryRow } from '../rules/audit-entry.ts';
import { firstHead, headOf, isSame, macOf } from '../rules/audit-chain.ts';

/** Something that the registry never does to its audit log. */
export interface AuditFault {
  /** The batch; null for what lies outside of any. */
  readonly batch: bigint | null;
  readonly kind: 'CHANGED' | 'REMOVED' | 'REORDERED' | 'ADDED' | 'FORGED' | 'HEAD_UNKNOWN';
  /** What is wrong, for people. */
  readonly message: string;
}

export interface AuditVerification {
  /** false when the time ended before the log did; what was looked at is told all the same. */
  readonly isComplete: boolean;
  readonly faults: readonly AuditFault[];
  readonly batchCount: number;
  readonly entryCount: number;
  /** Entries that wait for the sealer: nothing is said of them. */
  readonly waitingCount: number;
  /** Of the newest batch, as 64 hexadecimal digits; null before the first. Keep it elsewhere: with it the next look finds out whether the end of the log is missing. */
  readonly head: string | null;
}

const batchesAtOnce = 100;
/** Nobody reads more. */
const faultsMax = 100;

/**
 * Computes the whole chain again, a batch at a time: finds entries and batches that were changed, removed, moved or slipped in.
 * That the newest batches are gone shows only to whoever knows a head of them.
 * @param knownHead  a head that was kept elsewhere, as 64 hexadecimal digits
 */
export const verifyAuditLog =
  ({ tables, key }: { readonly tables: Tables; readonly key: Uint8Array }) =>
  async ({ signal, knownHead = null }: { readonly signal: AbortSignal; readonly knownHead?: string | null }): Promise<AuditVerification> => {
    const seals = auditSeals(tables);
    const faults: AuditFault[] = [];
    const found = (batch: bigint | null, kind: AuditFault['kind'], message: string) =>
      void (faults.length < faultsMax && faults.push({ batch, kind, message }));
    let before: Pick<AuditSealRow, 'sequence' | 'head'> = { sequence: 0n, head: firstHead };
    let entryCount = 0;
    let isKnownSeen = knownHead === null;
    let isComplete = false;

    while (!signal.aborted) {
      const batches = await seals.after(before.sequence, batchesAtOnce);
      for (const seal of batches) {
        if (signal.aborted) break;
        for (let gap = before.sequence + 1n; gap < seal.sequence && faults.length < faultsMax; gap++) found(gap, 'REMOVED', `Batch ${gap} is not there.`);
        const ids = await seals.entriesOf(seal.sequence);
        const entries = await auditLog(tables).byIds(ids);
        for (const [kind, message] of faultsOf(seal, before, ids, entries)) found(seal.sequence, kind, message);
        if (!isSame(seal.mac, macOf(seal.head, key))) found(seal.sequence, 'FORGED', 'Its head was not made with the secret of this installation.');
        isKnownSeen ||= Buffer.from(seal.head).toString('hex') === knownHead;
        entryCount += entries.length;
        before = seal;
      }
      if (batches.length < batchesAtOnce && !signal.aborted) {
        isComplete = true;
        break;
      }
    }
    if (isComplete) {
      for (const id of await seals.withoutPlace(faultsMax)) found(null, 'ADDED', `Entry ${id} is in no batch and does not wait for one.`);
      for (const sequence of await seals.withoutSeal(faultsMax)) found(sequence, 'REMOVED', `Batch ${sequence} is not there, and its entries are.`);
      if (!isKnownSeen) found(null, 'HEAD_UNKNOWN', `No batch has the head ${knownHead}: what came after it, or all of it, is another log.`);
    }
    return {
      isComplete,
      faults,
      batchCount: Number(before.sequence),
      entryCount,
      waitingCount: await seals.countWaiting(),
      head: before.sequence === 0n ? null : Buffer.from(before.head).toString('hex'),
    };
  };

function* faultsOf(
  seal: AuditSealRow,
  before: Pick<AuditSealRow, 'head'>,
  ids: readonly bigint[],
  entries: readonly AuditEntryRow[],
): Generator<readonly [AuditFault['kind'], string]> {
  if (!isSame(seal.previous, before.head)) yield ['REORDERED', 'It does not follow the batch before it.'];
  const there = new Set(entries.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length > 0) yield ['REMOVED', `The entries ${gone.slice(0, 10).join(', ')} are not there.`];
  if (gone.length === 0 && ids.length < seal.entryCount) yield ['REMOVED', `It has ${ids.length} entries, and had ${seal.entryCount}.`];
  if (ids.length > seal.entryCount) yield ['ADDED', `It has ${ids.length} entries, and had ${seal.entryCount}.`];
  if (gone.length === 0 && ids.length === seal.entryCount && !isSame(seal.head, headOf(seal.sequence, seal.previous, entries)))
    yield ['CHANGED', 'What is in it is not what was sealed.'];
}
