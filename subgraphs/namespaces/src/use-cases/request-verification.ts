import { randomBytes } from 'node:crypto';
import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import type { AttemptLimits } from '../limits.ts';
import { verifications, type VerificationRow } from '../repository.ts';
import { challengeLifetimeMs, lookAgainAfterMs } from '../rules/verification-state.ts';
import { challengeOf, parseVerificationTarget, type VerificationKind, type VerificationMethod } from '../rules/verification.ts';

export interface RequestVerification {
  readonly namespace: Handle;
  readonly kind: VerificationKind;
  readonly subject: string;
  readonly method: VerificationMethod | null;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: Pick<AttemptLimits, 'verification'>;
  readonly audit: Audit;
  readonly publicUrl: string;
}

/** Verifications of one namespace that were not removed. */
export const verificationsMax = 20;

/**
 * Starts to prove that something elsewhere belongs to a namespace. What was asked for before and never seen is replaced, so there is one challenge to answer; a badge stays until
 * the new proof is seen. Several namespaces may prove the same: companies have more than one.
 * @throws UNAUTHENTICATED, NOT_FOUND, NAMESPACE_PERMISSION_DENIED without the role admin
 * @throws VALIDATION_FAILED; QUOTA_EXCEEDED above 20; RATE_LIMITED by account
 */
export const requestVerification =
  ({ transaction, clock, makeId, limits, audit, publicUrl }: Dependencies) =>
  async (principal: Principal, { namespace: handle, ...input }: RequestVerification, origin: RequestOrigin): Promise<VerificationRow> => {
    const target = parseVerificationTarget(input);
    if (principal.kind !== 'anonymous') await limits.verification(principal.accountId);
    return actInNamespace({ transaction }, principal, { handle, action: 'namespace.manage' }, async ({ tables, namespace, actor }) => {
      const rows = verifications(tables);
      const createdAt = clock();
      const verification = {
        ...target,
        ...challengeOf(target, { token: randomBytes(20).toString('hex'), publicUrl, handle }),
        id: makeId(),
        namespaceId: namespace.id,
        requestedBy: actor.accountId,
        status: 'pending' as const,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + challengeLifetimeMs),
        nextCheckAt: new Date(createdAt.getTime() + lookAgainAfterMs.awaited),
      };
      for (const other of await rows.findOthers(verification)) {
        if (other.status === 'verified') continue;
        await rows.end(other.id, createdAt);
        await rows.note(other.id, { at: createdAt, status: 'replaced', failure: null });
      }
      const count = await rows.count(namespace.id);
      if (count >= verificationsMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: `The number of verifications of @${handle}`, limit: verificationsMax, found: count + 1 });
      await rows.insert(verification);
      await rows.note(verification.id, { at: createdAt, status: 'pending', failure: null });
      await audit.record(tables, { actor, action: 'verification.request', subject: `@${handle}`, details: target, origin });
      return (await rows.find(verification.id))!;
    });
  };
