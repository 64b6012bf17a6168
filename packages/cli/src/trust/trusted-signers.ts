import { TrustedSignersDocument, type RegistryClient } from '@gati/sdk';
import { fingerprintOf, type TrustedKey } from '@gati/signatures';
import { refuse } from '../refuse.ts';

/** The keys that a namespace has registered, revoked ones included, as the registry says now; asked for once a run. */
export type TrustedSigners = (handle: string) => Promise<readonly TrustedKey[]>;

/** Computed from the key, never taken from the registry's word: else it could give another key under a fingerprint that was pinned. */
function fingerprintHere(publicKeyPem: string): string | null {
  try {
    return fingerprintOf(publicKeyPem);
  } catch {
    return null;
  }
}

/** @throws NOT_FOUND for a namespace that is not there · UPSTREAM_UNAVAILABLE when keys cannot be read now */
export function createTrustedSigners(client: RegistryClient): TrustedSigners {
  const asked = new Map<string, Promise<readonly TrustedKey[]>>();

  async function ask(handle: string): Promise<readonly TrustedKey[]> {
    const { namespace } = await client.query(TrustedSignersDocument, { handle });
    if (!namespace)
      throw refuse('NOT_FOUND', `There is no namespace @${handle}.`, [
        'Check the spelling; what is private is shown only to those who are signed in and may see it.',
      ]);
    if (!namespace.signingKeys) throw refuse('UPSTREAM_UNAVAILABLE', `The signing keys of @${handle} cannot be read now.`, ['Try again in a moment.']);
    return namespace.signingKeys.flatMap(({ publicKeyPem, validFrom, revokedAt }) => {
      const fingerprint = fingerprintHere(publicKeyPem);
      return fingerprint === null ? [] : [{ fingerprint, publicKeyPem, validFrom: new Date(validFrom), revokedAt: revokedAt ? new Date(revokedAt) : null }];
    });
  }

  return (handle) => {
    const present = asked.get(handle) ?? ask(handle);
    asked.set(handle, present);
    return present;
  };
}
