import { randomBytes } from 'node:crypto';
import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { namespaceOf, type Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { grantOfCaller, limitsOfKey } from '../grant-of-caller.ts';
import { hashSecret } from '../installation-keys.ts';
import { accounts, apiKeys, type ApiKeyRow } from '../repository.ts';
import { assertMayGrant } from '../rules/api-key-rights.ts';
import { formatApiKey } from '../rules/api-key-text.ts';
import { findManagedKey } from '../managed-keys.ts';
import type { AssertConfirmed } from '../step-up.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly validity: Validity;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

const hourMs = 60 * 60_000;
/** Longer than that, two keys are not a rotation but two keys. */
export const overlapHoursMax = 7 * 24;

/**
 * Gives a key a successor that may do the same, for as long as the old one was made for. The old one goes on for the overlap, so that programs change over
 * without a failure, and ends then. A key has one successor; it can be rotated in its turn.
 * @param overlapHours  0 to 168
 * @throws UNAUTHENTICATED for anonymous, NOT_FOUND also for the key of another account
 * @throws FORBIDDEN for a key without the scope admin, or one that would give what it lacks; and where the key has a successor, or does not work any more
 * @throws STEP_UP_REQUIRED for a session that was not confirmed
 * @throws VALIDATION_FAILED for an overlap out of bounds
 */
export const rotateApiKey =
  ({ transaction, clock, makeId, validity, assertConfirmed, audit }: Dependencies) =>
  async (
    principal: Principal,
    { id, overlapHours }: { readonly id: string; readonly overlapHours: number },
    origin: RequestOrigin,
  ): Promise<{ readonly secret: string; readonly apiKey: ApiKeyRow; readonly previous: ApiKeyRow }> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    await assertConfirmed(principal);
    if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > overlapHoursMax) {
      throw new RegistryError('VALIDATION_FAILED', {
        fields: [
          { path: 'input.overlapHours', message: `${overlapHours} is not a whole number from 0 to ${overlapHoursMax}`, fix: 'Choose a shorter overlap.' },
        ],
      });
    }
    const grant = await grantOfCaller(principal, validity);
    const newId = makeId();
    const secret = formatApiKey(newId, randomBytes(128));
    const rotated = await transaction(async (locked) => {
      const old = await findManagedKey(locked, principal, id);
      await accounts(locked).lock(old.accountId);
      const createdAt = clock();
      const isOver = old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt <= createdAt);
      if (isOver) throw new RegistryError('FORBIDDEN', { reason: 'This key does not work any more.', suggestion: 'Make another.' });
      if (await apiKeys(locked).hasSuccessor(id))
        throw new RegistryError('FORBIDDEN', { reason: 'This key has a successor already.', suggestion: 'Rotate that one.' });
      const expiresAt = old.expiresAt && new Date(createdAt.getTime() + old.expiresAt.getTime() - old.createdAt.getTime());
      assertMayGrant(grant, { scopes: new Set(old.scopes), limitedTo: limitsOfKey(old), expiresAt });
      const { accountId, name, scopes, namespaceIds, artifactPatterns } = old;
      const key = { id: newId, accountId, name, scopes, namespaceIds, artifactPatterns, rotatedFrom: id, createdAt, expiresAt };
      const apiKey = await apiKeys(locked).insert({ ...key, secretHash: hashSecret(secret) });
      const previous = await apiKeys(locked).expireBy(id, new Date(createdAt.getTime() + overlapHours * hourMs));
      await audit.record(locked, {
        actor: principal,
        action: 'api-key.rotate',
        subject: `API key ${id}`,
        namespace: namespaceOf(old.handle),
        details: { name, successor: newId, overlapHours },
        origin,
      });
      return { apiKey, previous };
    });
    await validity.forgetApiKey(id);
    return { secret, ...rotated };
  };
