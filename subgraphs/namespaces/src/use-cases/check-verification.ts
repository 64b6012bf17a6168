import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { mayActOn } from '../act-in-namespace.ts';
import type { AttemptLimits } from '../limits.ts';
import type { LookForProof } from '../proofs/index.ts';
import type { RecordFinding } from '../record-finding.ts';
import { namespaces, verifications, type NamespaceRow, type Tables, type VerificationRow } from '../repository.ts';
import { isOver, type Finding } from '../rules/verification-state.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'verification'>;
  readonly lookForProof: LookForProof;
  readonly recordFinding: RecordFinding;
}

/** One look in this time, whoever asks for it: what is looked at belongs to others. */
export const betweenLooksMs = 10_000;

/** What is found out about a challenge that nobody may answer any more: nothing. */
export const tooLate: Finding = { isFound: false, failure: 'The challenge has lapsed. Ask for a new one.' };

/**
 * Looks for a proof now. The verification tells what came of it: that a proof is missing is no error.
 * @throws UNAUTHENTICATED for anonymous
 * @throws NOT_FOUND also for what the asker does not manage
 * @throws RATE_LIMITED within 10 seconds of the last look, and by account
 */
export const checkVerification =
  ({ tables, clock, limits, lookForProof, recordFinding }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<VerificationRow> => {
    const { verification } = await findManaged(tables, principal, id);
    if (principal.kind !== 'anonymous') await limits.verification(principal.accountId);
    const now = clock();
    if (!(await verifications(tables).claim(id, { now, notSince: new Date(now.getTime() - betweenLooksMs) })))
      throw new RegistryError('RATE_LIMITED', { retryAfterSeconds: betweenLooksMs / 1000 });
    const finding = isOver(verification, now) ? tooLate : await lookForProof(verification);
    const after = await recordFinding(id, finding, { actor: principal, origin });
    if (!after) throw missing(id);
    return after;
  };

/** The verification with its namespace, for those who manage it. @throws UNAUTHENTICATED, NOT_FOUND */
export async function findManaged(
  tables: Tables,
  principal: Principal,
  id: string,
): Promise<{ readonly verification: VerificationRow; readonly namespace: NamespaceRow }> {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  const verification = /^[0-9a-f-]{36}$/.test(id) ? await verifications(tables).find(id) : null;
  const [namespace] = verification ? await namespaces(tables).findMany([verification.namespaceId]) : [];
  if (!verification || !namespace || !(await mayActOn(tables, principal, namespace, 'namespace.manage'))) throw missing(id);
  return { verification, namespace };
}

const missing = (id: string) => new RegistryError('NOT_FOUND', { reference: `verification ${id.slice(0, 80)}` });
