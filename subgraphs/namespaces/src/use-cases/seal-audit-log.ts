import type { Clock } from '@gati/clock';
import type { Log, RunTransaction } from '../dependencies.ts';
import { auditLog, auditSeals } from '../repository.ts';
import { firstHead, headOf, macOf } from '../rules/audit-chain.ts';

/** Entries in a batch: some megabyte of JSON at most. */
export const sealedAtOnce = 1_000;

/**
 * Chains the entries that wait, in batches: each head is made of the batch and of the head before it.
 * Whoever writes an entry waits for nobody: what commits later is in a later batch, whatever its number. Two sealers at once seal nothing twice.
 * Each head goes to the process's log too: whoever keeps that has a witness outside of the database.
 */
export const sealAuditLog =
  ({ transaction, clock, key, log }: { readonly transaction: RunTransaction; readonly clock: Clock; readonly key: Uint8Array; readonly log: Log }) =>
  async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const count = await transaction(async (tables) => {
        const seals = auditSeals(tables);
        if (!(await seals.tryLock())) return 0;
        const waiting = await seals.waiting(sealedAtOnce);
        if (waiting.length === 0) return 0;
        const entries = await auditLog(tables).byIds(waiting);
        const last = await seals.last();
        const sequence = (last?.sequence ?? 0n) + 1n;
        const previous = last?.head ?? firstHead;
        const head = headOf(sequence, previous, entries);
        await seals.add({ sequence, sealedAt: clock(), entryCount: entries.length, previous, head, mac: macOf(head, key) }, waiting);
        log.info({ sequence: sequence.toString(), entries: entries.length, head: Buffer.from(head).toString('hex') }, 'a batch of the audit log is sealed');
        return waiting.length;
      });
      if (count < sealedAtOnce) return;
    }
  };
