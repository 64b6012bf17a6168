import { assertAllowed, decide, type Principal, type RequestOrigin } from '@gati/authority';
import { RegistryError, revokedSince } from '@gati/errors';
import type { Dependencies } from '../ports.ts';
import { quarantinedVersions, signatures, signingKeys, type SigningKeyRow } from '../repository.ts';
import { storable } from '../rules/storable.ts';
import { quarantineReason, quarantineSignedLater, versionsSignedFrom } from './quarantine-signed-later.ts';

export interface RevokeSigningKey {
  readonly id: string;
  /** From when on its signatures no longer count; null for now. */
  readonly from: Date | null;
  /** Shown to those who depend on what it signed; null for none. */
  readonly reason: string | null;
  readonly origin?: RequestOrigin | undefined;
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const reasonLengthMax = 1000;

type Needs = Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'artifacts' | 'namespaces'>;

/**
 * Ends a key from a time on and quarantines exactly what it signed from then on, in one act, wherever that was transferred since. Cannot be undone; a second revocation can only move the time back.
 * Needs the role admin and the scope admin.
 * @throws STEP_UP_REQUIRED before anything is looked at, for a session that should confirm first
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws VALIDATION_FAILED for a time in the future or a reason above 1000 characters
 */
export const revokeSigningKey =
  (dependencies: Needs) =>
  async (principal: Principal, { id, from, reason: given, origin }: RevokeSigningKey): Promise<SigningKeyRow> => {
    const { tables, transaction, clock, artifacts, namespaces } = dependencies;
    await namespaces.assertConfirmed(principal);
    const notFound = () => new RegistryError('NOT_FOUND', { reference: `signing key ${id.slice(0, 80)}` });
    const key = uuidPattern.test(id) ? await signingKeys(tables).find(id) : null;
    const facts = key && (await namespaces.factsFor(principal, [key.namespaceId])).get(key.namespaceId);
    if (!key || !facts) throw notFound();
    assertAllowed(decide(principal, 'key.revoke', { ...facts, visibility: 'public', admitted: true }), {
      reference: `signing key ${id}`,
      handle: facts.handle,
    });

    const now = clock();
    const revokedAt = from ?? now;
    const reason = parseReason(given);
    if (revokedAt > now) throw inTheFuture(revokedAt);

    const late = await versionsSignedFrom(dependencies, key, revokedAt);
    const revoked = await transaction(async (locked, emit) => {
      const current = await signingKeys(locked).lockForChange(id);
      if (!current) throw notFound();
      if (isRevokedBy(current, revokedAt)) return current;

      const changed = await signingKeys(locked).revoke(id, revokedAt, reason);
      const family = await signingKeys(locked).familyOf(id);
      await signingKeys(locked).revokeCopies(
        family.filter((one) => one !== id),
        revokedAt,
        reason,
      );
      await signatures(locked).revokeFrom(family, revokedAt, `its key ${key.fingerprint} is revoked ${revokedSince(revokedAt)}`);
      if (late.length > 0)
        await artifacts.quarantineVersions(
          locked,
          late.map(({ versionId }) => versionId),
          quarantineReason(key.fingerprint, revokedAt, reason),
        );
      await quarantinedVersions(locked).add(late.map((version) => ({ ...version, signingKeyId: id, quarantinedAt: now })));
      await namespaces.audit.record(locked, {
        actor: principal,
        action: 'signing-key.revoke',
        subject: `@${facts.handle} ${key.fingerprint}`,
        details: { revokedAt: revokedAt.toISOString(), reason, quarantined: late.length },
        origin,
      });
      await emit('key.revoked', { namespaceId: key.namespaceId, signingKeyId: id });
      return changed;
    });
    // A version that was admitted between our reading and the commit is quarantined here; should we die before, the follower of «key.revoked» does it.
    await quarantineSignedLater(dependencies)(id);
    return revoked;
  };

const isRevokedBy = ({ revokedAt }: SigningKeyRow, from: Date): boolean => revokedAt !== null && revokedAt <= from;

function parseReason(text: string | null): string | null {
  const reason = storable(text?.trim() ?? '', Number.POSITIVE_INFINITY);
  if (reason.length > reasonLengthMax) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [{ path: 'input.reason', message: `has ${reason.length} characters, more than ${reasonLengthMax}`, fix: 'Say it shorter.' }],
    });
  }
  return reason || null;
}

const inTheFuture = (from: Date) =>
  new RegistryError('VALIDATION_FAILED', {
    fields: [{ path: 'input.from', message: `${from.toISOString()} is in the future`, fix: 'Leave it out to revoke the key from now on.' }],
  });
