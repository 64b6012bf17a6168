import type { Clock, MakeId } from '@gati/clock';
import { bindJob, type BoundJob } from '@gati/jobs';
import type { SafeFetch } from '@gati/safe-fetch';
import type { Audit } from './audit.ts';
import type { RunTransaction } from './dependencies.ts';
import { recheckVerifications } from './jobs/recheck-verifications.ts';
import type { AttemptLimits } from './limits.ts';
import { lookForProof } from './proofs/index.ts';
import { recordFinding } from './record-finding.ts';
import type { Tables } from './repository.ts';
import { checkVerification } from './use-cases/check-verification.ts';
import { badgesOf, listVerifications } from './use-cases/list-verifications.ts';
import { removeVerification } from './use-cases/remove-verification.ts';
import { requestVerification } from './use-cases/request-verification.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: AttemptLimits;
  readonly audit: Audit;
  readonly publicUrl: string;
  readonly outside: SafeFetch;
}

/** Proofs that something elsewhere belongs to a namespace, from the challenge to the badge, and back. */
export function createPublisherVerification(own: Dependencies) {
  const looking = { ...own, lookForProof: lookForProof(own), recordFinding: recordFinding(own) };
  const jobs: readonly BoundJob[] = [bindJob(recheckVerifications, looking)];
  return {
    acts: {
      requestVerification: requestVerification(own),
      checkVerification: checkVerification(looking),
      removeVerification: removeVerification(own),
      listVerifications: listVerifications(own),
      badgesOf: badgesOf(own),
    },
    jobs,
  };
}
