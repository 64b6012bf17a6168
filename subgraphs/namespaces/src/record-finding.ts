import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import type { Audit } from './audit.ts';
import type { RunTransaction } from './dependencies.ts';
import { namespaces, verifications, type VerificationRow } from './repository.ts';
import { stateAfter, type Finding } from './rules/verification-state.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly audit: Audit;
}

/**
 * Writes down what a look for a proof found, with its history; the badge comes and goes in the same transaction. What was seen takes the place of an older proof of the same.
 * @returns the verification as it is now; null when it was removed meanwhile
 */
export const recordFinding =
  ({ transaction, clock, audit }: Dependencies) =>
  (id: string, finding: Finding, { actor, origin }: { readonly actor: Principal | 'registry'; readonly origin?: RequestOrigin }) =>
    transaction(async (locked, emit): Promise<VerificationRow | null> => {
      const rows = verifications(locked);
      await rows.lock(id);
      const before = await rows.find(id);
      if (!before) return null;
      const now = clock();
      const after = stateAfter(before, finding, now);
      await rows.update(id, { ...after, subjectId: finding.isFound ? finding.subjectId : before.subjectId });
      if (after.status !== before.status || after.failure !== before.failure) await rows.note(id, { at: now, status: after.status, failure: after.failure });
      if (after.status !== before.status) {
        const { namespaceId, kind, subject, method } = before;
        if (after.status === 'verified') {
          for (const other of await rows.findOthers(before)) {
            await rows.end(other.id, now);
            await rows.note(other.id, { at: now, status: 'replaced', failure: null });
          }
        }
        const [namespace] = await namespaces(locked).findMany([namespaceId]);
        await audit.record(locked, {
          actor,
          action: 'verification.change',
          subject: `@${namespace?.handle ?? namespaceId}`,
          details: { kind, subject, method, before: before.status, after: after.status, failure: after.failure },
          origin,
        });
        if (after.status === 'verified' || before.status === 'verified') await emit('verification.changed', { namespaceId });
      }
      return rows.find(id);
    });
export type RecordFinding = ReturnType<typeof recordFinding>;
