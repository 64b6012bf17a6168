import type { Digest } from '@gati/identifiers';
import { verifySignature, type SignatureMaterial, type TrustedKey } from '@gati/signatures';
import { refuse } from '../refuse.ts';

export interface SignatureCheck {
  /** `@acme/auth@1.2.0`, for messages. */
  readonly reference: string;
  readonly digest: Digest;
  readonly manifest: Uint8Array;
  /** Signatures in the order to look; each is asked for only when those before did not count. */
  readonly materials: AsyncIterable<SignatureMaterial>;
  /** Keys of the namespace, fingerprints computed here. */
  readonly keys: readonly TrustedKey[];
  /** Why a key does not count although its signature holds, with what to do; null when it counts. */
  readonly objection: (fingerprint: string) => { readonly message: string; readonly suggestions: readonly string[] } | null;
  /** When the registry saw the signature; asked for only when its key was revoked since. */
  readonly signedAt: () => Promise<Date | null>;
}

/** What counts, with the material that proves it. */
export interface CountingSignature {
  readonly fingerprint: string;
  readonly material: SignatureMaterial;
}

/** From when on a key counted is the registry's to judge, at admission; a revocation is looked at whatever this machine's clock says. */
const always = new Date(0);
const endOfTime = new Date(8.64e15);

/** Finds a signature of this digest by a key that counts. Nothing but the bytes and the keys is believed.
 *  @throws UNSIGNED · SIGNATURE_INVALID · KEY_REVOKED */
export async function checkSignature({ reference, digest, manifest, materials, keys, objection, signedAt }: SignatureCheck): Promise<CountingSignature> {
  const timeless = keys.map((key) => ({ ...key, validFrom: always }));
  const failures: { readonly weight: number; readonly error: Error }[] = [];
  const fail = (weight: number, error: Error): void => void failures.push({ weight, error });

  for await (const material of materials) {
    let verdict = verifySignature(digest, manifest, material, { keys: timeless, seenAt: endOfTime });
    if (verdict.status === 'REVOKED') {
      const seenAt = await signedAt();
      if (seenAt) verdict = verifySignature(digest, manifest, material, { keys: timeless, seenAt });
    }
    const fingerprint = verdict.signer?.fingerprint;
    if (verdict.status === 'REVOKED') {
      fail(
        3,
        refuse('KEY_REVOKED', `The signature of ${reference} does not count: ${verdict.reason}.`, [
          'Choose a version that was signed with another key: gati versions NAME',
        ]),
      );
    } else if (verdict.status !== 'VALID' || fingerprint === undefined) {
      fail(
        verdict.status === 'INVALID' ? 2 : 1,
        refuse('SIGNATURE_INVALID', `The signature of ${reference} does not hold: ${verdict.reason}.`, ['Do not use it; tell its publisher.']),
      );
    } else {
      const against = objection(fingerprint);
      if (!against) return { fingerprint, material };
      fail(4, refuse('SIGNATURE_INVALID', against.message, against.suggestions, { fingerprint }));
    }
  }
  const [worst] = failures.sort((a, b) => b.weight - a.weight);
  throw (
    worst?.error ??
    refuse('UNSIGNED', `${reference} carries no signature.`, ['Do not use it; its publisher has to sign it: gati publish, or cosign sign --key'])
  );
}
