import type { Digest } from '@gati/identifiers';

export type SigningAlgorithm = 'ECDSA_P256' | 'ECDSA_P384' | 'ED25519' | 'RSA';

/** A public key as it may be registered. */
export interface PublicKey {
  readonly algorithm: SigningAlgorithm;
  /** SHA-256 of the key's DER: sha256: and 64 hexadecimal digits. */
  readonly fingerprint: string;
  /** SubjectPublicKeyInfo in PEM, in its one spelling. */
  readonly publicKeyPem: string;
}

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

export interface Signer {
  readonly kind: 'KEY' | 'IDENTITY';
  /** Identity in the certificate; null for a key. */
  readonly subject: string | null;
  readonly fingerprint: string;
}

export interface SignatureVerdict {
  readonly status: Exclude<SignatureStatus, 'UNSIGNED'>;
  /** Who signed, as far as it is proven; null when it is not. */
  readonly signer: Signer | null;
  /** Why it does not count, as a clause without a full stop; null when it is valid. */
  readonly reason: string | null;
}

/** A signed statement about a digest that is no signature of it: provenance, a bill of materials, test results. */
export interface AttestationVerdict extends SignatureVerdict {
  /** What kind of statement it is, for example https://slsa.dev/provenance/v1. */
  readonly predicateType: string;
}

export interface Trust {
  readonly keys: readonly TrustedKey[];
  /** When the registry first saw the signature: what counts for a key's validity where there is no log entry. */
  readonly seenAt: Date;
}

/** Reads a blob; null when there is none. @throws an error with the code QUOTA_EXCEEDED when it is larger than the limit */
export type ReadBlob = (digest: Digest, maxSizeBytes: number) => Promise<Uint8Array | null>;

export interface Signatures {
  /** Judges one signature of one digest. Never throws for what a stranger wrote: damage is INVALID. */
  readonly verify: (digest: Digest, manifest: Uint8Array, material: SignatureMaterial, trust: Trust) => SignatureVerdict;
  /** Judges one statement about a digest; null when the material is none, but a signature or damaged. Never throws. */
  readonly verifyAttestation: (digest: Digest, material: SignatureMaterial, trust: Trust) => AttestationVerdict | null;
  /** The signatures and attestations that a manifest carries, in the order of its layers; none for other manifests. */
  readonly readMaterials: (carrierManifest: Uint8Array, readBlob: ReadBlob) => Promise<readonly SignatureMaterial[]>;
  /** The signature as JSON, for a client to verify by itself. */
  readonly toJson: (material: SignatureMaterial) => unknown;
  /** null for anything but one public key of an algorithm that we take. */
  readonly readPublicKey: (pem: string) => PublicKey | null;
  /** Whether the proof shows that whoever asks for this namespace holds the private key. Never throws. */
  readonly verifyProof: (proof: { readonly namespace: string; readonly publicKeyPem: string; readonly proof: string }) => boolean;
}
