import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKey, SigningAlgorithm } from './signatures.ts';

/** Far above an RSA key of 8192 bits in PEM (1.4 kB). */
const pemLengthMax = 4096;
const pemPattern = /^\s*-----BEGIN PUBLIC KEY-----\r?\n[A-Za-z0-9+/=\r\n]+-----END PUBLIC KEY-----\s*$/;
/** Below 2048 bits RSA can be broken (NIST SP 800-131A); above 8192 one verification takes milliseconds that a stranger would spend for us. */
const rsaBits = { min: 2048, max: 8192 };
/** The usual exponent is 65537; huge ones only slow verification down. */
const rsaExponentMax = 2n ** 32n;

/** A public key, read and named. */
interface ParsedKey extends PublicKey {
  readonly key: KeyObject;
}

/** Texts that were read last: an installation meets the same few keys again and again, and reading one costs more than checking a signature with it. */
const parsedKeys = new Map<string, ParsedKey>();
const parsedKeysMax = 1_000;

/** The key that a PEM text holds, and what it is; null for anything but one public key (SubjectPublicKeyInfo) of an algorithm that we take. */
export function parsePublicKey(pem: string): ParsedKey | null {
  const known = parsedKeys.get(pem);
  if (known) return known;
  const parsed = readPublicKey(pem);
  if (parsed) {
    if (parsedKeys.size >= parsedKeysMax) parsedKeys.delete(parsedKeys.keys().next().value!);
    parsedKeys.set(pem, parsed);
  }
  return parsed;
}

function readPublicKey(pem: string): ParsedKey | null {
  // Node would derive a public key from a private one or a certificate; whoever sends a private key by mistake must hear of it.
  if (pem.length > pemLengthMax || !pemPattern.test(pem)) return null;
  try {
    const key = createPublicKey(pem);
    const algorithm = algorithmOfKey(key);
    if (!algorithm) return null;
    return { key, algorithm, fingerprint: fingerprintOfKey(key), publicKeyPem: key.export({ type: 'spki', format: 'pem' }).toString() };
  } catch {
    return null;
  }
}

/** Which of our algorithms a public key is for; null for any other. */
export function algorithmOf(publicKeyPem: string): SigningAlgorithm | null {
  return parsePublicKey(publicKeyPem)?.algorithm ?? null;
}

/** SHA-256 of the key's DER (SubjectPublicKeyInfo): `sha256:` and 64 hexadecimal digits, as `openssl pkey -pubin -outform der | sha256sum` prints them. @throws Error when the text holds no key that we take */
export function fingerprintOf(publicKeyPem: string): string {
  const parsed = parsePublicKey(publicKeyPem);
  if (!parsed) throw new Error('This is no public key of a supported algorithm.');
  return parsed.fingerprint;
}

export const fingerprintOfKey = (publicKey: KeyObject): string => `sha256:${derHash(publicKey).toString('hex')}`;
/** How Cosign names a public key in a bundle: SHA-256 of its DER in base64. */
export const hintOfKey = (publicKey: KeyObject): string => derHash(publicKey).toString('base64');
/** A key object never changes, so what was computed of it holds as long as it lives. */
const derHashes = new WeakMap<KeyObject, Buffer>();
function derHash(publicKey: KeyObject): Buffer {
  const known =
    derHashes.get(publicKey) ??
    createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest();
  derHashes.set(publicKey, known);
  return known;
}

const algorithms = new WeakMap<KeyObject, SigningAlgorithm | null>();

/** The algorithm of a key object, private or public; null for any that we do not take. */
export function algorithmOfKey(key: KeyObject): SigningAlgorithm | null {
  let algorithm = algorithms.get(key);
  if (algorithm === undefined) algorithms.set(key, (algorithm = detectAlgorithm(key)));
  return algorithm;
}

function detectAlgorithm(key: KeyObject): SigningAlgorithm | null {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ed25519') return 'ED25519';
  if (key.asymmetricKeyType === 'ec' && !isCompressed(key))
    return namedCurve === 'prime256v1' ? 'ECDSA_P256' : namedCurve === 'secp384r1' ? 'ECDSA_P384' : null;
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= rsaBits.min && modulusLength <= rsaBits.max && publicExponent <= rsaExponentMax) return 'RSA';
  return null;
}

/** DER sizes of a point on P-256 and P-384 written in full. A compressed point would give the same key a second fingerprint. */
const fullPointSizesBytes = [91, 120];
const isCompressed = (key: KeyObject): boolean => {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return !fullPointSizesBytes.includes(publicKey.export({ type: 'spki', format: 'der' }).length);
};
