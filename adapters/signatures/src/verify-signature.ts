import { revokedSince } from '@gati/errors';
import { digestOf, type Digest } from '@gati/identifiers';
import { readBundle, statesDigestOf, type KeyClaim } from './bundle.ts';
import { hintOfKey, parsePublicKey } from './public-key.ts';
import { bytesOfBase64, verifyBytes } from './raw-signature.ts';
import type { AttestationVerdict, SignatureMaterial, SignatureVerdict, Trust, TrustedKey } from './signatures.ts';
import { isRecord, parseJson, signaturePredicateType } from './statement.ts';

/** Keys of one namespace that are tried at most; a namespace has no more. */
const keysMax = 100;
/** Cosign's payload has some 300 bytes; annotations may add to it. */
const payloadLengthMax = 64 * 1024;
const signatureLengthMax = 2048;
/** @see containers/image, docs/containers-signature.5.md; Cosign writes this type */
const simpleSigningType = 'cosign container image signature';

const refused = (status: 'INVALID' | 'UNTRUSTED', reason: string): SignatureVerdict => ({ status, signer: null, reason });

/**
 * Judges one signature of one digest; accepts exactly what a key of the trust signed while it counted.
 * INVALID: damaged, of another digest, or not made by the key it names. UNTRUSTED: well-formed, and no key that counts made it. REVOKED: made by a key after its end.
 * Never throws for what a stranger wrote, and its work is bounded: at most 100 keys are tried.
 */
export function verifySignature(digest: Digest, manifest: Uint8Array, material: SignatureMaterial, trust: Trust): SignatureVerdict {
  try {
    if (digestOf(manifest, digest) !== digest) return refused('INVALID', 'the manifest does not have the digest that was asked about');
    return material.format === 'bundle' ? verifyBundle(digest, manifest, material.bundle, trust) : verifySimpleSigning(digest, material, trust);
  } catch {
    return refused('INVALID', 'it is damaged');
  }
}

/** Judges a statement about a digest that is no signature of it; null for anything else. A statement never admits a version, whoever made it: it may well say that the version is bad. */
export function verifyAttestation(digest: Digest, material: SignatureMaterial, trust: Trust): AttestationVerdict | null {
  try {
    const bundle = material.format === 'bundle' ? readBundle(material.bundle) : null;
    if (!bundle?.statement || !bundle.signedBytes || bundle.statement.predicateType === signaturePredicateType) return null;
    const { predicateType } = bundle.statement;
    if (!bundle.statement.names(digest)) return { ...refused('INVALID', 'it is about another digest'), predicateType };
    return { ...judge(bundle.signedBytes, bundle.signature, bundle.claim, trust), predicateType };
  } catch {
    return null;
  }
}

function verifyBundle(digest: Digest, manifest: Uint8Array, value: unknown, trust: Trust): SignatureVerdict {
  const bundle = readBundle(value);
  if (!bundle) return refused('INVALID', 'it is no well-formed Sigstore bundle');
  const { statement, signedBytes, signature, claim } = bundle;
  if (statement && statement.predicateType !== signaturePredicateType) return refused('INVALID', `it states ${statement.predicateType}, which is no signature`);
  if (statement ? !statement.names(digest) : !statesDigestOf(value, manifest)) return refused('INVALID', 'it was made for another digest');
  return judge(signedBytes ?? manifest, signature, claim, trust);
}

function verifySimpleSigning(digest: Digest, { payload, signature }: SignatureMaterial & { format: 'simple-signing' }, trust: Trust): SignatureVerdict {
  if (typeof payload !== 'string' || payload.length > payloadLengthMax) return refused('INVALID', 'it is no simple-signing payload');
  const bytes = Buffer.from(payload);
  const parsed = parseJson(bytes);
  const critical = isRecord(parsed) ? parsed['critical'] : undefined;
  const image = isRecord(critical) ? critical['image'] : undefined;
  if (!isRecord(critical) || !isRecord(image) || critical['type'] !== simpleSigningType) return refused('INVALID', 'it is no simple-signing payload');
  if (image['docker-manifest-digest'] !== digest) return refused('INVALID', 'it was made for another digest');
  const signatureBytes = typeof signature === 'string' && signature.length <= signatureLengthMax ? bytesOfBase64(signature) : null;
  return signatureBytes ? judge(bytes, signatureBytes, null, trust) : refused('INVALID', 'its signature is not written in base64');
}

/** Who made the signature, and whether that counts. */
function judge(bytes: Uint8Array, signature: Buffer, claim: KeyClaim | null, trust: Trust): SignatureVerdict {
  if (claim?.kind === 'certificate') {
    // What the certificate says of its holder is worth nothing until its chain is checked: no signer is told.
    if (!verifyBytes(bytes, claim.publicKey, signature)) return refused('INVALID', 'it does not match its certificate');
    return refused('UNTRUSTED', 'it was made under a certificate, and the namespace trusts no such identity');
  }
  const keys = trust.keys.slice(0, keysMax).flatMap((trusted) => {
    const parsed = parsePublicKey(trusted.publicKeyPem);
    return parsed ? [{ trusted, key: parsed.key }] : [];
  });
  const named = claim ? keys.filter(({ key }) => hintOfKey(key) === claim.hint) : [];
  const signed = (named.length > 0 ? named : keys).find(({ key }) => verifyBytes(bytes, key, signature));
  if (signed) return judgeKey(signed.trusted, trust.seenAt);
  return named.length > 0
    ? refused('INVALID', 'it does not match the key that it names')
    : refused('UNTRUSTED', 'no key that is registered for the namespace made it');
}

function judgeKey({ fingerprint, validFrom, revokedAt }: TrustedKey, seenAt: Date): SignatureVerdict {
  const signer = { kind: 'KEY', subject: null, fingerprint } as const;
  if (revokedAt && seenAt >= revokedAt) return { status: 'REVOKED', signer, reason: `its key ${fingerprint} is revoked ${revokedSince(revokedAt)}` };
  if (seenAt < validFrom) return { status: 'UNTRUSTED', signer, reason: `its key ${fingerprint} counts only from ${validFrom.toISOString()} on` };
  return { status: 'VALID', signer, reason: null };
}
