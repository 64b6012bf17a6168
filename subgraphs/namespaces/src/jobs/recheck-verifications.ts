import type { Clock } from '@gati/clock';
import { defineJob } from '@gati/jobs';
import { z } from 'zod';
import type { LookForProof } from '../proofs/index.ts';
import type { RecordFinding } from '../record-finding.ts';
import { verifications, type Tables } from '../repository.ts';
import { isOver } from '../rules/verification-state.ts';
import { tooLate } from '../use-cases/check-verification.ts';

/** Taken together; each may take some seconds. */
const atOnce = 8;
/** A run ends after so many, and the next goes on. */
const inOneRun = 400;
/** When what a process took and did not finish is taken again. */
const leaseMs = 10 * 60_000;

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly lookForProof: LookForProof;
  readonly recordFinding: RecordFinding;
}

/** Looks for the proofs whose time has come: badges go when their proof is gone, and what waited for a name server is seen without anybody asking. Running twice looks twice at none. */
export const recheckVerifications = defineJob({
  name: 'namespaces.recheck-verifications',
  payload: z.object({}),
  dedupeKey: () => 'all',
  attempts: 3,
  priority: 10,
  run: async (_, { tables, clock, lookForProof, recordFinding }: Dependencies, { signal }) => {
    for (let done = 0; done < inOneRun && !signal.aborted;) {
      const now = clock();
      const ids = await verifications(tables).claimDue(now, { again: new Date(now.getTime() + leaseMs), limit: atOnce });
      if (ids.length === 0) return;
      await Promise.all(
        ids.map(async (id) => {
          const verification = await verifications(tables).find(id);
          if (!verification) return;
          await recordFinding(id, isOver(verification, now) ? tooLate : await lookForProof(verification), { actor: 'registry' });
        }),
      );
      done += ids.length;
    }
  },
});
