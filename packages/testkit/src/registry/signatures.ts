import type { Digest } from '@gati/identifiers';

export type SignatureMaterial =
  { readonly format: 'bundle'; readonly bundle: unknown } | { readonly format: 'simple-signing'; readonly payload: string; readonly signature: string };

/** What a registry needs to judge signatures: what `@gati/signatures` offers, given by the test, because this package stands below it. */
export interface RegistrySignatures {
  readonly verify: (
    digest: Digest,
    manifest: Uint8Array,
    material: SignatureMaterial,
    trust: {
      readonly keys: readonly { readonly fingerprint: string; readonly publicKeyPem: string; readonly validFrom: Date; readonly revokedAt: Date | null }[];
      readonly seenAt: Date;
    },
  ) => { readonly status: string; readonly reason: string | null };
  readonly readMaterials: (carrier: Uint8Array, readBlob: (digest: Digest) => Promise<Uint8Array | null>) => Promise<readonly SignatureMaterial[]>;
  readonly readPublicKey: (pem: string) => { readonly fingerprint: string } | null;
  readonly verifyProof: (proof: { readonly namespace: string; readonly publicKeyPem: string; readonly proof: string }) => boolean;
  readonly materialToJson: (material: SignatureMaterial) => unknown;
}

/** For tests that are not about signatures: whatever refers to a manifest admits it. */
export const anySignature: RegistrySignatures = {
  verify: () => ({ status: 'VALID', reason: null }),
  readMaterials: () => Promise.resolve([{ format: 'bundle', bundle: {} }]),
  readPublicKey: (pem) => ({ fingerprint: pem }),
  verifyProof: () => true,
  materialToJson: () => ({}),
};
