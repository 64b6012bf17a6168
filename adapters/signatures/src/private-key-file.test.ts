import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateKeyPair } from './key-pair.ts';
import { decryptPrivateKey, encryptPrivateKey, KeyFileError } from './private-key-file.ts';

/** Written by cosign v3.1.3 generate-key-pair with the password «pw». */
const byCosign = `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----
eyJrZGYiOnsibmFtZSI6InNjcnlwdCIsInBhcmFtcyI6eyJOIjo2NTUzNiwiciI6
OCwicCI6MX0sInNhbHQiOiJpOFdQY1hQd250eDlqT2Q4dzRvbGZCTTlUN2hHSm1T
VDAyekV3eU1ueGRRPSJ9LCJjaXBoZXIiOnsibmFtZSI6Im5hY2wvc2VjcmV0Ym94
Iiwibm9uY2UiOiJLZGxvZHQ3cHFlUWtSNmRHR0ZPbkdsc0tBR1p5UDlZRSJ9LCJj
aXBoZXJ0ZXh0IjoiK2pYM3lYYjhucG51UGlHbE9rKzFKRDFlK1JQY0ZYd3B2anJ1
VHc0L1ZOUWRHMWJvYXlFS29TNHo0WVhmS0V5T1FhWXoxbFliUGNyMVlTMFVWMTVB
OEJvQkxVUGlCcjJobFlnVXV0b1V3T1l4S2FGNjVDM3lHOTBuRkdTYjdqZ1NVMFRP
ZEsybFBQaFZMN0tLOHYxdTFSK25LcHlEcnBEUjY1M2VuOXZ1cmRDZHZNa1NHQ2hz
eXZ6VTFBTlMySDNYQUhhR29sUXFXVG01TUE9PSJ9
-----END ENCRYPTED SIGSTORE PRIVATE KEY-----
`;
const publicByCosign = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0+vl4t8Z7XM++0GBVk4gu4YCj8MG
V8/3s2486wZfarzxt1TlcOFqoN5aXlxPNGLIKIbg7gE6LbC5IRn8V7fGOA==
-----END PUBLIC KEY-----
`;
const publicPemOf = (key: ReturnType<typeof decryptPrivateKey>) => createPublicKey(key).export({ type: 'spki', format: 'pem' });
const bodyOf = (pem: string) =>
  JSON.parse(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64').toString()) as {
    kdf: { name: string; params: object };
    cipher: { nonce: string };
    ciphertext: string;
  };
const fileOf = (content: unknown, label = 'SIGSTORE') =>
  `-----BEGIN ENCRYPTED ${label} PRIVATE KEY-----\n${Buffer.from(JSON.stringify(content)).toString('base64')}\n-----END ENCRYPTED ${label} PRIVATE KEY-----\n`;
const reasonOf = (pem: string, password = 'pw'): string => {
  try {
    decryptPrivateKey(pem, password);
    return 'opened';
  } catch (error) {
    return error instanceof KeyFileError ? error.reason : `threw ${String(error)}`;
  }
};

test("Cosign's own key file opens, under both of its labels", () => {
  expect(publicPemOf(decryptPrivateKey(byCosign, 'pw'))).toBe(publicByCosign);
  expect(publicPemOf(decryptPrivateKey(byCosign.replaceAll('SIGSTORE', 'COSIGN'), 'pw'))).toBe(publicByCosign);
});

test.each(['ECDSA_P256', 'ECDSA_P384', 'ED25519', 'RSA'] as const)('a %s key comes back from its file, with its password alone', (algorithm) => {
  const pair = generateKeyPair(algorithm);
  const file = encryptPrivateKey(pair.privateKey, 'pässword');
  expect(publicPemOf(decryptPrivateKey(file, 'pässword'))).toBe(pair.publicKeyPem);
  expect(reasonOf(file, 'password')).toBe('WRONG_PASSWORD');
});

test('an empty password is a password', () => {
  const { privateKey, publicKeyPem } = generateKeyPair();
  expect(publicPemOf(decryptPrivateKey(encryptPrivateKey(privateKey, ''), ''))).toBe(publicKeyPem);
});

test('the same key is never sealed the same way twice', () => {
  const { privateKey } = generateKeyPair();
  expect(encryptPrivateKey(privateKey, 'pw')).not.toBe(encryptPrivateKey(privateKey, 'pw'));
});

const good = bodyOf(byCosign);
test.each([
  ['empty', ''],
  ['a public key', publicByCosign],
  ['a private key in the open', generateKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['with labels that differ', byCosign.replace('BEGIN ENCRYPTED SIGSTORE', 'BEGIN ENCRYPTED COSIGN')],
  ['no JSON inside', `-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\naGVsbG8=\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----`],
  ['null inside', fileOf(null)],
  ['of another cipher', fileOf({ ...good, cipher: { ...good.cipher, name: 'aes' } })],
  ['with parameters that ask for gigabytes', fileOf({ ...good, kdf: { ...good.kdf, params: { N: 2 ** 24, r: 8, p: 1 } } })],
  ['with parameters that ask for hours', fileOf({ ...good, kdf: { ...good.kdf, params: { N: 65536, r: 8, p: 1000 } } })],
  ['with parameters that are no numbers', fileOf({ ...good, kdf: { ...good.kdf, params: { N: '65536', r: 8, p: 1 } } })],
  ['with N no power of two', fileOf({ ...good, kdf: { ...good.kdf, params: { N: 65535, r: 8, p: 1 } } })],
  ['with a short nonce', fileOf({ ...good, cipher: { ...good.cipher, nonce: 'AAAA' } })],
  ['without a ciphertext', fileOf({ ...good, ciphertext: 7 })],
  ['far too long', fileOf({ ...good, padding: 'x'.repeat(100_000) })],
])('a file that is %s is refused as no key', (_, pem) => {
  expect(reasonOf(pem)).toBe('NOT_A_KEY');
});

test('a flipped bit in the sealed key does not open', () => {
  const ciphertext = Buffer.from(good.ciphertext, 'base64');
  ciphertext[40] = (ciphertext[40] ?? 0) ^ 1;
  expect(reasonOf(fileOf({ ...good, ciphertext: ciphertext.toString('base64') }))).toBe('WRONG_PASSWORD');
});
