import type { Digest } from '@gati/identifiers';

export type SigningAlgorithm = 'ECDSA_P256' | 'ECDSA_P384' | 'ED25519' | 'RSA';

/** A key whose signatures count for a namespace. */
export interface TrustedKey {
  /** SHA-256 of the public key's DER: sha256: and 64 hexadecimal digits. */
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  readonly validFrom: Date;
  readonly revokedAt: Date | null;
}

/** A signature as it arrived. */
export type SignatureMaterial =
  /** A Sigstore bundle (v0.1 to v0.3) whose message or DSSE statement names the digest. */
  | { readonly format: 'bundle'; readonly bundle: unknown }
  /** A layer of Cosign's .sig image: the simple-signing payload, byte for byte, and its signature in base64. */
  | { readonly format: 'simple-signing'; readonly payload: string; readonly signature: string };

export type SignatureStatus = 'VALID' | 'UNSIGNED' | 'UNTRUSTED' | 'INVALID' | 'REVOKED';

export interface SignatureVerdict {
  readonly status: Exclude<SignatureStatus, 'UNSIGNED'>;
  /** Who signed, as far as it can be told; null when it cannot. */
  readonly signer: { readonly kind: 'KEY' | 'IDENTITY'; readonly subject: string | null; readonly fingerprint: string } | null;
  /** Why it does not count; null when it is valid. */
  readonly reason: string | null;
}

export interface Trust {
  readonly keys: readonly TrustedKey[];
  /** When the registry first saw the signature: what counts for a key's validity where there is no log entry. */
  readonly seenAt: Date;
}

export interface Signatures {
  /** Judges one signature of one digest. Never throws for what a stranger wrote: damage is INVALID. */
  readonly verify: (digest: Digest, manifest: Uint8Array, material: SignatureMaterial, trust: Trust) => SignatureVerdict;
}
