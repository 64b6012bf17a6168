import { createPrivateKey, randomBytes, scryptSync, type KeyObject } from 'node:crypto';
import nacl from 'tweetnacl';
import { algorithmOfKey } from './public-key.ts';

/** A private key file that cannot be used. */
export class KeyFileError extends Error {
  readonly reason: 'NOT_A_KEY' | 'WRONG_PASSWORD';
  constructor(reason: KeyFileError['reason'], message: string) {
    super(message);
    this.name = 'KeyFileError';
    this.reason = reason;
  }
}

/** What Cosign 2 and 3 write: some 64 MB and 200 ms for each guess of the password. */
const scrypt = { N: 65_536, r: 8, p: 1 };
const keySizeBytes = 32;
/** A file asks for the memory that its parameters need (128 · N · r bytes); more than this is an attack. Cosign's own largest needs 128 MiB. */
const scryptMemoryMaxBytes = 256 * 1024 * 1024;
const scryptParallelMax = 4;
const fileLengthMax = 64 * 1024;
/** Cosign 1 wrote COSIGN, later ones write SIGSTORE; the content is the same. */
const pemPattern = /^\s*-----BEGIN ENCRYPTED (COSIGN|SIGSTORE) PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END ENCRYPTED \1 PRIVATE KEY-----\s*$/;

/**
 * Writes a private key as Cosign does: PKCS#8, sealed with NaCl's secretbox under a key that scrypt makes of the password. Takes some 200 ms of the calling thread.
 * @see sigstore/cosign, pkg/cosign/keys.go; secure-systems-lab/go-securesystemslib, encrypted
 */
export function encryptPrivateKey(privateKey: KeyObject, password: string): string {
  const salt = randomBytes(32);
  const nonce = randomBytes(nacl.secretbox.nonceLength);
  const sealed = nacl.secretbox(
    privateKey.export({ type: 'pkcs8', format: 'der' }),
    nonce,
    scryptSync(password, salt, keySizeBytes, { ...scrypt, maxmem: scryptMemoryMaxBytes }),
  );
  const file = {
    kdf: { name: 'scrypt', params: scrypt, salt: salt.toString('base64') },
    cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
    ciphertext: Buffer.from(sealed).toString('base64'),
  };
  const lines =
    Buffer.from(JSON.stringify(file))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----', ...lines, '-----END ENCRYPTED SIGSTORE PRIVATE KEY-----', ''].join('\n');
}

/** Opens a private key file that we or Cosign wrote. @throws KeyFileError NOT_A_KEY for anything else, WRONG_PASSWORD when the seal does not open */
export function decryptPrivateKey(pem: string, password: string): KeyObject {
  const { params, salt, nonce, ciphertext } = readFile(pem);
  const key = scryptSync(password, salt, keySizeBytes, { ...params, maxmem: 2 * scryptMemoryMaxBytes });
  const opened = nacl.secretbox.open(ciphertext, nonce, key);
  if (!opened) throw new KeyFileError('WRONG_PASSWORD', 'The password does not open this private key.');
  const privateKey = parsePkcs8(opened);
  if (!privateKey || !algorithmOfKey(privateKey)) throw notAKey('its algorithm is none of ECDSA P-256 and P-384, Ed25519, and RSA of 2048 bits or more');
  return privateKey;
}

const notAKey = (why: string) => new KeyFileError('NOT_A_KEY', `This is no private key as gati or cosign writes it: ${why}.`);

function readFile(pem: string) {
  const body = pem.length <= fileLengthMax ? pemPattern.exec(pem)?.[2] : undefined;
  if (!body) throw notAKey('it does not begin with ENCRYPTED SIGSTORE PRIVATE KEY');
  const file = parseJson(Buffer.from(body, 'base64').toString());
  if (file?.kdf?.name !== 'scrypt' || file.cipher?.name !== 'nacl/secretbox') throw notAKey('it is sealed in another way');
  const { N, r, p } = file.kdf.params ?? {};
  if (!isCount(N) || !isCount(r) || !isCount(p) || (N & (N - 1)) !== 0 || N < 2) throw notAKey('its scrypt parameters are wrong');
  if (128 * N * r > scryptMemoryMaxBytes || p > scryptParallelMax) throw notAKey('its scrypt parameters ask for more than 256 MiB');
  const nonce = bytesOf(file.cipher.nonce);
  const ciphertext = bytesOf(file.ciphertext);
  if (nonce.length !== nacl.secretbox.nonceLength || ciphertext.length === 0) throw notAKey('it is damaged');
  return { params: { N, r, p }, salt: bytesOf(file.kdf.salt), nonce, ciphertext };
}

interface KeyFile {
  readonly kdf?: { readonly name?: unknown; readonly params?: { readonly N?: unknown; readonly r?: unknown; readonly p?: unknown }; readonly salt?: unknown };
  readonly cipher?: { readonly name?: unknown; readonly nonce?: unknown };
  readonly ciphertext?: unknown;
}
const parseJson = (text: string): KeyFile | null => {
  try {
    return JSON.parse(text) as KeyFile | null;
  } catch {
    return null;
  }
};
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 2 ** 24;
const bytesOf = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'base64');

const parsePkcs8 = (der: Uint8Array): KeyObject | null => {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
};
