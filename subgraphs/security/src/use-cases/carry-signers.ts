import type { Transaction } from '@gati/database';
import { RegistryError } from '@gati/errors';
import type { Dependencies } from '../ports.ts';
import { signatures, signingKeys } from '../repository.ts';
import { carriedReason } from '../rules/carried-keys.ts';
import { keysMax } from './register-signing-key.ts';

export interface CarriedSigners {
  readonly artifactId: string;
  readonly fromNamespaceId: string;
  readonly toNamespaceId: string;
  /** Account of whoever moves the artifact. */
  readonly movedBy: string;
}

/**
 * Inside the transaction that moves an artifact: the keys that signed its versions count in the new namespace for what they signed before, and for nothing later.
 * A key that the namespace has already stays as it is; one that was revoked comes with its revocation.
 * @throws QUOTA_EXCEEDED when the namespace would have more keys than a verification tries
 */
export const carrySigners =
  ({ clock, makeId }: Pick<Dependencies, 'clock' | 'makeId'>) =>
  async (tables: Transaction, { artifactId, fromNamespaceId, toNamespaceId, movedBy }: CarriedSigners): Promise<void> => {
    const keys = signingKeys(tables);
    await keys.lockRegister(toNamespaceId);
    const now = clock();
    for (const fingerprint of await signatures(tables).fingerprintsOf(artifactId)) {
      const [key, known] = [await keys.findByFingerprint(fromNamespaceId, fingerprint), await keys.findByFingerprint(toNamespaceId, fingerprint)];
      if (!key || known) continue;
      const count = await keys.count(toNamespaceId);
      if (count >= keysMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of signing keys of the new namespace', limit: keysMax, found: count + 1 });
      const { revokedAt, revocationReason, ...rest } = key;
      const id = makeId();
      await keys.add({ ...rest, id, namespaceId: toNamespaceId, registeredAt: now, registeredBy: movedBy, carriedFromId: key.id });
      await keys.revoke(id, revokedAt ?? now, revokedAt ? revocationReason : carriedReason);
    }
  };
