import { sign, verify, type KeyObject } from 'node:crypto';
import { algorithmOfKey } from './public-key.ts';
import type { SigningAlgorithm } from './signatures.ts';

/**
 * Hashes by algorithm; the first is what we and Cosign sign with. Cosign verifies P-384 with SHA-256 unless told otherwise, so others may have signed so.
 * Ed25519 hashes by itself. RSA is PKCS #1 v1.5, as Cosign makes it.
 */
const hashes: Record<SigningAlgorithm, readonly (string | null)[]> = {
  ECDSA_P256: ['sha256'],
  ECDSA_P384: ['sha384', 'sha256'],
  ED25519: [null],
  RSA: ['sha256'],
};

/** Signs bytes with one of our algorithms. @throws Error for a key of another one */
export function signBytes(bytes: Uint8Array, privateKey: KeyObject): Buffer {
  const algorithm = algorithmOfKey(privateKey);
  if (!algorithm) throw new Error('This is no private key of a supported algorithm.');
  return sign(hashes[algorithm][0] ?? null, bytes, privateKey);
}

/** Whether the private half of this key signed exactly these bytes; false for damage of any kind. */
export function verifyBytes(bytes: Uint8Array, publicKey: KeyObject, signature: Uint8Array): boolean {
  const algorithm = algorithmOfKey(publicKey);
  if (!algorithm) return false;
  return hashes[algorithm].some((hash) => {
    try {
      return verify(hash, bytes, publicKey, signature);
    } catch {
      return false;
    }
  });
}

/** The bytes of a base64 text in its one spelling; null for any other text. Two spellings of one signature would be two signatures. */
export function bytesOfBase64(text: unknown): Buffer | null {
  if (typeof text !== 'string' || text === '') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
