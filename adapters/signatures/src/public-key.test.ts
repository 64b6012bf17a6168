import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateKeyPair } from './key-pair.ts';
import { algorithmOf, fingerprintOf } from './public-key.ts';

const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const { publicKeyPem, privateKey } = generateKeyPair();

test.each(['ECDSA_P256', 'ECDSA_P384', 'ED25519', 'RSA'] as const)('a %s key is known as such, and its fingerprint is the hash of its DER', (algorithm) => {
  const pair = generateKeyPair(algorithm);
  const der = Buffer.from(pair.publicKeyPem.replace(/-----[^-]+-----/g, ''), 'base64');
  expect(algorithmOf(pair.publicKeyPem)).toBe(algorithm);
  expect(fingerprintOf(pair.publicKeyPem)).toBe(`sha256:${createHash('sha256').update(der).digest('hex')}`);
  expect(pair.fingerprint).toBe(fingerprintOf(pair.publicKeyPem));
});

test('line ends of Windows and blanks around a key change nothing', () => {
  expect(fingerprintOf(`\n${publicKeyPem.replaceAll('\n', '\r\n')}  `)).toBe(fingerprintOf(publicKeyPem));
});

/** The same key with its point written short, which OpenSSL alone can make. */
const compressed = (): string => {
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  return execFileSync('openssl', ['ec', '-inform', 'DER', '-pubout', '-conv_form', 'compressed'], { input: der, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
};

test.each([
  ['a private key', () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['two keys', () => publicKeyPem + publicKeyPem],
  ['RSA of 1024 bits', () => pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
  ['RSA-PSS', () => pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)],
  ['P-521', () => pemOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey)],
  ['secp256k1', () => pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
  ['Ed448', () => pemOf(generateKeyPairSync('ed448').publicKey)],
  ['X25519, which cannot sign', () => pemOf(generateKeyPairSync('x25519').publicKey)],
  ['a compressed point, a second fingerprint of the same key', compressed],
  ['an empty text', () => ''],
  ['a damaged key', () => publicKeyPem.replace('MFkw', 'MFkx')],
  ['a text of a megabyte', () => `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(1_000_000)}\n-----END PUBLIC KEY-----`],
])('%s is refused', (_, pem) => {
  expect(algorithmOf(pem())).toBeNull();
  expect(() => fingerprintOf(pem())).toThrow(/no public key/);
});
