import { BUNDLE_V03_MEDIA_TYPE, bundleToJSON, toDSSEBundle, type SerializedBundle } from '@sigstore/bundle';
import type { Digest } from '@gati/identifiers';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { hintOfKey } from './public-key.ts';
import { signBytes } from './raw-signature.ts';
import { preAuthenticationEncoding, signatureStatement, statementPayloadType } from './statement.ts';

export type { SerializedBundle };

/**
 * Signs a manifest's digest as Cosign 3 does: a Sigstore bundle v0.3 with a DSSE envelope around the in-toto statement that names the digest, and the key's hint.
 * @throws Error for a private key of an algorithm that we do not take
 */
export function signManifest({ digest, privateKey }: { readonly digest: Digest; readonly privateKey: KeyObject }): SerializedBundle {
  const payload = signatureStatement(digest);
  const bundle = toDSSEBundle({
    artifact: payload,
    artifactType: statementPayloadType,
    signature: signBytes(preAuthenticationEncoding(statementPayloadType, payload), privateKey),
    keyHint: hintOfKey(createPublicKey(privateKey)),
  });
  bundle.mediaType = BUNDLE_V03_MEDIA_TYPE;
  // Cosign passes over a signature whose key id it does not know, and knows none.
  for (const signature of bundle.content.dsseEnvelope.signatures) signature.keyid = '';
  return bundleToJSON(bundle);
}
