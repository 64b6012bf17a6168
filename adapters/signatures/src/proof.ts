import { createPublicKey, type KeyObject } from 'node:crypto';
import { fingerprintOfKey, parsePublicKey } from './public-key.ts';
import { bytesOfBase64, signBytes, verifyBytes } from './raw-signature.ts';

/** In base64, with a newline to spare; an RSA signature of 8192 bits has 1,368 characters. */
const proofLengthMax = 2048;

/** What the holder of a key signs to register it for a namespace: bound to both, so that a proof made for one namespace is worth nothing to another. @param namespace  handle, without the @ */
export const proofMessage = (namespace: string, fingerprint: string): string => `gati-key:${namespace}:${fingerprint}`;

/** The proof as `cosign sign-blob` prints it: the signature over the message's UTF-8 bytes, in base64. */
export const signProof = ({ namespace, privateKey }: { readonly namespace: string; readonly privateKey: KeyObject }): string =>
  signBytes(Buffer.from(proofMessage(namespace, fingerprintOfKey(createPublicKey(privateKey)))), privateKey).toString('base64');

/** Whether the holder of this key asks for this namespace. False for damage of any kind. */
export function verifyProof({
  namespace,
  publicKeyPem,
  proof,
}: {
  readonly namespace: string;
  readonly publicKeyPem: string;
  readonly proof: string;
}): boolean {
  const parsed = parsePublicKey(publicKeyPem);
  const signature = proof.length <= proofLengthMax ? bytesOfBase64(proof.trim()) : null;
  return parsed !== null && signature !== null && verifyBytes(Buffer.from(proofMessage(namespace, parsed.fingerprint)), parsed.key, signature);
}
