import { expect, test } from 'vitest';
import { generateKeyPair } from './key-pair.ts';
import { proofMessage, signProof, verifyProof } from './proof.ts';

const pair = generateKeyPair();
const proof = signProof({ namespace: 'acme', privateKey: pair.privateKey });

test('what is signed names the namespace and the key', () => {
  expect(proofMessage('acme', 'sha256:ab')).toBe('gati-key:acme:sha256:ab');
});

test.each(['ECDSA_P256', 'ECDSA_P384', 'ED25519', 'RSA'] as const)('the holder of a %s key can prove it', (algorithm) => {
  const { privateKey, publicKeyPem } = generateKeyPair(algorithm);
  expect(verifyProof({ namespace: 'acme', publicKeyPem, proof: `${signProof({ namespace: 'acme', privateKey })}\n` })).toBe(true);
});

test.each([
  ['for another namespace', { namespace: 'evil', publicKeyPem: pair.publicKeyPem, proof }],
  ['for another key', { namespace: 'acme', publicKeyPem: generateKeyPair().publicKeyPem, proof }],
  ['by another key', { namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: signProof({ namespace: 'acme', privateKey: generateKeyPair().privateKey }) }],
  ['that is empty', { namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: '' }],
  ['that is no base64', { namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: '%%%' }],
  ['of a megabyte', { namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: 'A'.repeat(1_000_000) }],
  ['with no key', { namespace: 'acme', publicKeyPem: 'hello', proof }],
])('a proof %s is worth nothing', (_, input) => {
  expect(verifyProof(input)).toBe(false);
});
