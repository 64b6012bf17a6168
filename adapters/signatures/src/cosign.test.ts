import { sign } from 'node:crypto';
import { signaturesContract, type TestSigner } from './contract.ts';
import { cosignSignatures } from './cosign.ts';
import { generateKeyPair, type KeyPair } from './key-pair.ts';
import { signManifest } from './sign-manifest.ts';
import type { SignatureMaterial, SigningAlgorithm } from './signatures.ts';

const algorithms: readonly SigningAlgorithm[] = ['ECDSA_P256', 'ECDSA_P384', 'ED25519', 'RSA'];
/** What Cosign hashes with for each. */
const hashes = { ECDSA_P256: 'sha256', ECDSA_P384: 'sha384', ED25519: null, RSA: 'sha256' } as const;
const signerOf = (pair: KeyPair, make: TestSigner['sign']): TestSigner => ({ key: { ...pair, validFrom: new Date(0), revokedAt: null }, sign: make });

interface Dsse {
  dsseEnvelope: { payload: string; signatures: { sig: string }[] };
}
interface Message {
  messageSignature: { signature: string };
}
const bundleOf = <T>(material: SignatureMaterial): T => structuredClone((material as { bundle: unknown }).bundle) as T;
const edit = <T>(material: SignatureMaterial, change: (bundle: T) => void): SignatureMaterial => {
  const bundle = bundleOf<T>(material);
  change(bundle);
  return { format: 'bundle', bundle };
};
const b64 = (text: string): Buffer => Buffer.from(text, 'base64');

for (const algorithm of algorithms) {
  signaturesContract(`a Sigstore bundle around a statement (${algorithm})`, {
    signatures: cosignSignatures,
    makeSigner: () => {
      const pair = generateKeyPair(algorithm);
      return signerOf(pair, (digest) => ({ format: 'bundle', bundle: signManifest({ digest, privateKey: pair.privateKey }) }));
    },
    parts: [
      {
        read: (material) => b64(bundleOf<Dsse>(material).dsseEnvelope.payload),
        replace: (material, bytes) => edit<Dsse>(material, (it) => void (it.dsseEnvelope.payload = bytes.toString('base64'))),
      },
      {
        read: (material) => b64(bundleOf<Dsse>(material).dsseEnvelope.signatures[0]?.sig ?? ''),
        replace: (material, bytes) => edit<Dsse>(material, (it) => void (it.dsseEnvelope.signatures = [{ sig: bytes.toString('base64') }])),
      },
    ],
  });
}

signaturesContract('a Sigstore bundle around a message', {
  signatures: cosignSignatures,
  makeSigner: () => {
    const pair = generateKeyPair();
    return signerOf(pair, (digest, manifest) => ({
      format: 'bundle',
      bundle: {
        mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
        verificationMaterial: { publicKey: { hint: 'release' } },
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: Buffer.from(digest.slice(7), 'hex').toString('base64') },
          signature: sign('sha256', manifest, pair.privateKey).toString('base64'),
        },
      },
    }));
  },
  parts: [
    {
      read: (material) => b64(bundleOf<Message>(material).messageSignature.signature),
      replace: (material, bytes) => edit<Message>(material, (it) => void (it.messageSignature.signature = bytes.toString('base64'))),
    },
  ],
});

for (const algorithm of algorithms) {
  signaturesContract(`a simple-signing layer (${algorithm})`, {
    signatures: cosignSignatures,
    makeSigner: () => {
      const pair = generateKeyPair(algorithm);
      return signerOf(pair, (digest) => {
        const payload = JSON.stringify({
          critical: {
            identity: { 'docker-reference': 'localhost/acme/auth' },
            image: { 'docker-manifest-digest': digest },
            type: 'cosign container image signature',
          },
          optional: null,
        });
        return { format: 'simple-signing', payload, signature: sign(hashes[algorithm], Buffer.from(payload), pair.privateKey).toString('base64') };
      });
    },
    parts: [
      {
        read: (material) => Buffer.from((material as { payload: string }).payload, 'latin1'),
        replace: (material, bytes) => ({ ...material, payload: bytes.toString('latin1') }) as SignatureMaterial,
      },
      {
        read: (material) => b64((material as { signature: string }).signature),
        replace: (material, bytes) => ({ ...material, signature: bytes.toString('base64') }) as SignatureMaterial,
      },
    ],
  });
}
