import { assertAllowed, decide, type Principal, type RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import type { PublicKey } from '@gati/signatures';
import { carriedReason } from '../rules/carried-keys.ts';
import type { Dependencies } from '../ports.ts';
import { signingKeys, type SigningKeyRow } from '../repository.ts';

export interface RegisterSigningKey {
  readonly namespace: Handle;
  readonly publicKeyPem: string;
  /** Base64 of the key's signature over gati-key:<namespace>:<fingerprint>. */
  readonly proof: string;
  /** null for now. */
  readonly validFrom: Date | null;
  readonly origin?: RequestOrigin | undefined;
}

/** The schema promises at most so many, and a verification tries no more. */
export const keysMax = 100;

type Needs = Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'makeId' | 'namespaces' | 'signatures'>;

/**
 * Lets a key's signatures count for a namespace. The same key again changes nothing and returns the first registration.
 * Needs the role admin and the scope admin, and a proof that the caller holds the private key: else a stranger's key could be claimed, and its signatures with it.
 * @throws STEP_UP_REQUIRED before anything is looked at, for a session that should confirm first
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 * @throws VALIDATION_FAILED for a key that is not taken or a proof that does not hold
 * @throws KEY_REVOKED when the key was registered and revoked, which cannot be undone
 * @throws QUOTA_EXCEEDED above 100 keys, revoked ones included
 */
export const registerSigningKey =
  ({ tables, transaction, clock, makeId, namespaces, signatures }: Needs) =>
  async (principal: Principal, { namespace: handle, publicKeyPem, proof, validFrom, origin }: RegisterSigningKey): Promise<SigningKeyRow> => {
    await namespaces.assertConfirmed(principal);
    const reference = `@${handle}`;
    const namespace = await namespaces.namespaceByHandle(handle);
    const facts = namespace && (await namespaces.factsFor(principal, [namespace.id])).get(namespace.id);
    if (!namespace || !facts) throw new RegistryError('NOT_FOUND', { reference });
    assertAllowed(decide(principal, 'key.register', { ...facts, visibility: 'public', admitted: true }), { reference, handle });

    const key = signatures.readPublicKey(publicKeyPem);
    if (!key) throw notTaken();
    if (!signatures.verifyProof({ namespace: handle, publicKeyPem, proof })) throw notProven(handle, key);

    const known = await signingKeys(tables).findByFingerprint(namespace.id, key.fingerprint);
    if (known && known.revocationReason !== carriedReason) return unrevoked(known);

    return transaction(async (locked) => {
      const keys = signingKeys(locked);
      await keys.lockRegister(namespace.id);
      const raced = await keys.findByFingerprint(namespace.id, key.fingerprint);
      if (raced && raced.revocationReason !== carriedReason) return unrevoked(raced);
      const count = raced ? 0 : await keys.count(namespace.id);
      if (count >= keysMax) throw new RegistryError('QUOTA_EXCEEDED', { what: `The number of signing keys of ${reference}`, limit: keysMax, found: count + 1 });

      const now = clock();
      const registeredBy = principal.kind === 'anonymous' ? '' : principal.accountId;
      const registered = { validFrom: validFrom ?? now, registeredAt: now, registeredBy };
      const added = raced
        ? await keys.readmit(raced.id, { ...registered, validFrom: raced.validFrom < registered.validFrom ? raced.validFrom : registered.validFrom })
        : await keys.add({ id: makeId(), namespaceId: namespace.id, ...key, ...registered });
      await namespaces.audit.record(locked, {
        actor: principal,
        action: 'signing-key.register',
        subject: `${reference} ${key.fingerprint}`,
        details: { algorithm: key.algorithm, validFrom: added.validFrom.toISOString() },
        origin,
      });
      return added;
    });
  };

const unrevoked = (key: SigningKeyRow): SigningKeyRow => {
  if (key.revokedAt) throw new RegistryError('KEY_REVOKED', { fingerprint: key.fingerprint, revokedAt: key.revokedAt.toISOString() });
  return key;
};

const notTaken = () =>
  new RegistryError('VALIDATION_FAILED', {
    fields: [
      {
        path: 'input.publicKeyPem',
        message: 'this is not one public key in PEM for ECDSA on P-256 or P-384, Ed25519, or RSA with 2048 to 8192 bits',
        fix: 'Send the whole .pub file that gati keys generate or cosign generate-key-pair wrote.',
      },
    ],
  });

const notProven = (handle: string, { fingerprint }: PublicKey) =>
  new RegistryError('VALIDATION_FAILED', {
    fields: [
      {
        path: 'input.proof',
        message: `this is not the key's signature over gati-key:${handle}:${fingerprint}, in base64`,
        fix: `Run gati keys generate --register @${handle}, or sign that text with cosign sign-blob.`,
      },
    ],
  });
