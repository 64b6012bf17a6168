import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { algorithmOfKey, fingerprintOfKey } from './public-key.ts';
import type { PublicKey, SigningAlgorithm } from './signatures.ts';

export interface KeyPair extends PublicKey {
  readonly privateKey: KeyObject;
}

const generators: Record<SigningAlgorithm, () => { readonly privateKey: KeyObject }> = {
  ECDSA_P256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ECDSA_P384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ED25519: () => generateKeyPairSync('ed25519'),
  RSA: () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
};

/** Makes a key pair that Cosign can use; ECDSA on P-256 is Cosign's own default. */
export const generateKeyPair = (algorithm: SigningAlgorithm = 'ECDSA_P256'): KeyPair => keyPairOf(generators[algorithm]().privateKey);

/** The pair that a private key belongs to. @throws Error when its algorithm is none of ours */
export function keyPairOf(privateKey: KeyObject): KeyPair {
  const algorithm = algorithmOfKey(privateKey);
  if (!algorithm) throw new Error('This is no private key of a supported algorithm.');
  const publicKey = createPublicKey(privateKey);
  return { privateKey, algorithm, fingerprint: fingerprintOfKey(publicKey), publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}
