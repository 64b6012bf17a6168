import { createCipheriv, createDecipheriv, createPrivateKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';

/** A key pair as it may be stored: the private half encrypted with AES-256-GCM and bound to the key's id, so that it cannot be put into another row. */
export interface SealedKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly publicJwk: JWK;
  /** Nonce, encrypted PKCS #8 document, tag. */
  readonly privateEncrypted: Uint8Array;
}

const nonceLength = 12;
const tagLength = 16;

/** A new Ed25519 pair. @param encryptionKey  32 bytes */
export async function generateSealedKey(encryptionKey: Buffer): Promise<SealedKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ed25519');
  const jwk = publicKey.export({ format: 'jwk' }) as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(kid));
  const encrypted = [cipher.update(privateKey.export({ format: 'der', type: 'pkcs8' })), cipher.final()];
  return { kid, publicJwk: { ...jwk, kid, alg: 'EdDSA', use: 'sig' }, privateEncrypted: Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]) };
}

/** The private half. @throws when it was encrypted with another key, moved from another row or changed */
export function openSealedKey(encryptionKey: Buffer, { kid, privateEncrypted }: Pick<SealedKey, 'kid' | 'privateEncrypted'>): KeyObject {
  const sealed = Buffer.from(privateEncrypted);
  const decipher = createDecipheriv('aes-256-gcm', encryptionKey, sealed.subarray(0, nonceLength), { authTagLength: tagLength }).setAAD(Buffer.from(kid));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  const key = Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
