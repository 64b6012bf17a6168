import { parseArtifactName, splitName } from '@gati/identifiers';
import type { TrustedKey } from '@gati/signatures';
import { refuse } from '../refuse.ts';
import type { Pins } from './pins.ts';
import type { TrustedSigners } from './trusted-signers.ts';

/** Which keys count for an artifact, and why another does not. */
export interface Trust {
  readonly keys: readonly TrustedKey[];
  readonly objection: (fingerprint: string) => { readonly message: string; readonly suggestions: readonly string[] } | null;
}

export interface TrustPolicy {
  /** @param signedBy  the only fingerprint that counts, where a lockfile names it */
  readonly trustFor: (name: string, reference: string, signedBy: string | null) => Promise<Trust>;
  /** Keeps what was trusted for the first time, or by consent, when all has gone well. */
  readonly remember: () => Promise<void>;
}

/** Trust on first use: the keys a namespace has when something of it is first installed are pinned. Later keys count only with consent, so that a registry or an account that was taken over cannot bring its own.
 *  Beside a pin a key has to be registered now, and not revoked. */
export function createTrustPolicy({
  registry,
  signers,
  pins,
  acceptsNewKeys,
}: {
  registry: string;
  signers: TrustedSigners;
  pins: Pins;
  /** The user's consent: --trust-new-keys. */
  acceptsNewKeys: boolean;
}): TrustPolicy {
  const toPin = new Map<string, readonly string[]>();
  const isValid = ({ revokedAt }: TrustedKey): boolean => revokedAt === null;

  return {
    trustFor: async (name, reference, signedBy) => {
      const { handle } = splitName(parseArtifactName(name));
      const namespace = `@${handle}`;
      const [keys, pinned] = await Promise.all([signers(handle), pins.read(registry, namespace)]);
      if (keys.length === 0)
        throw refuse('UNSIGNED', `${namespace} has no signing key, so that nothing of it can be verified.`, [
          'Its publisher has to register one: gati keys generate --register',
        ]);
      const valid = keys.filter(isValid).map(({ fingerprint }) => fingerprint);
      const pin = (fingerprint: string): void => void toPin.set(namespace, [...(toPin.get(namespace) ?? (pinned ? [] : valid)), fingerprint]);
      return {
        keys,
        objection: (fingerprint) => {
          if (signedBy !== null && fingerprint !== signedBy) {
            return {
              message: `${reference} is signed by ${fingerprint}, and the lockfile says ${signedBy}.`,
              suggestions: ['If the publisher signed it anew, renew the lockfile: gati update'],
            };
          }
          if (!pinned) pin(fingerprint);
          else if (signedBy === null && !pinned.has(fingerprint)) {
            if (!acceptsNewKeys) {
              return {
                message: `${reference} is signed by ${fingerprint}, which is not among the keys that ${namespace} had when you first installed something of it.`,
                suggestions: [
                  `Ask the publisher whether ${namespace} changed its keys; if it did: gati install --trust-new-keys`,
                  `The keys it has now: gati keys list ${namespace}`,
                ],
              };
            }
            pin(fingerprint);
          }
          return null;
        },
      };
    },
    remember: () => pins.add(registry, toPin),
  };
}
