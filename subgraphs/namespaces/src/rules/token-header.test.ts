import { expect, test } from 'vitest';
import { keyIdOf } from './token-header.ts';

const ours = { alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' };

test('a header of ours names its key', () => {
  expect(keyIdOf(ours, 'at+jwt')).toBe('k1');
});

test.each([
  ['of another kind', { ...ours, typ: 'oci+jwt' }],
  ['of the kind in other letters', { ...ours, typ: 'AT+JWT' }],
  ['with the long form of the kind', { ...ours, typ: 'application/at+jwt' }],
  ['without a signature', { ...ours, alg: 'none' }],
  ['with a shared secret', { ...ours, alg: 'HS256' }],
  ['with its own key', { ...ours, jwk: {} }],
  ['with the address of a key', { ...ours, jku: 'https://example.com' }],
  ['with a chain', { ...ours, x5c: [] }],
  ['with anything else', { ...ours, cty: 'JWT' }],
  ['without a key id', { alg: 'EdDSA', typ: 'at+jwt' }],
  ['with a key id that is no text', { ...ours, kid: 1 }],
  ['that is empty', {}],
])('a header %s names none', (_, header) => {
  expect(keyIdOf(header, 'at+jwt')).toBeNull();
});
