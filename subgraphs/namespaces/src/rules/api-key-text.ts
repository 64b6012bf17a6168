import { crc32 } from 'node:zlib';

/** How every API key begins, so that scanners for leaked secrets find one in a text. */
export const apiKeyPrefix = 'gati_';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 190 bits of chance. */
const secretLength = 32;
const checksumLength = 6;
/** `gati_`, 8 characters that name the key, `_`, 32 that are secret, 6 of checksum. */
const pattern = /^gati_[0-9a-f]{8}_[0-9A-Za-z]{38}$/;

/** CRC-32 in base 62: it tells a typing error or a look-alike from a key without asking the database; it protects nothing. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/**
 * Writes an API key.
 * @param id  the key's own id; its beginning names the key where the secret must not be shown
 * @param random  at least 64 bytes of chance
 */
export function formatApiKey(id: string, random: Uint8Array): string {
  // Bytes from 248 on are left out, or the first characters of the alphabet would come more often than the others.
  const secret = Array.from(random.filter((byte) => byte < 248).subarray(0, secretLength), (byte) => alphabet.charAt(byte % 62)).join('');
  if (secret.length < secretLength) throw new Error('too little chance was given for an API key');
  const body = `${apiKeyPrefix}${id.slice(0, 8)}_${secret}`;
  return body + checksumOf(body);
}

/** Whether a text can be one of our keys; a wrong character or one too many is noticed. */
export function isApiKeyText(text: string): boolean {
  return pattern.test(text) && checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}
