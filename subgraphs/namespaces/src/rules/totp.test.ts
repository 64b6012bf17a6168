import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { makeTotpSecret, totpStepOf, totpUri } from './totp.ts';

// RFC 6238, appendix B, for SHA-1: the last six of its eight digits.
const secretOfRfc = Secret.fromLatin1('12345678901234567890').base32;

describe('a code by time', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('at %i seconds is that of the RFC', (seconds, code) => {
    expect(totpStepOf(secretOfRfc, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });

  test('counts in its own step, the one before and the one after, and in no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 60_000_000 }), fc.integer({ min: -4, max: 4 }), (step, off) => {
        const code = new TOTP({ secret: Secret.fromBase32(secretOfRfc) }).generate({ timestamp: step * 30_000 });
        const found = totpStepOf(secretOfRfc, code, new Date((step + off) * 30_000 + 15_000));
        // Two steps share a code once in 300,000 times; then a nearer one may be found.
        if (Math.abs(off) <= 1) expect(found).not.toBeNull();
        else expect(found === null || found !== step).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['', '28708', '2870822', '28708a', '٢٨٧٠٨٢', ' 287082', '287082\n'])('%j is none', (text) => {
    expect(totpStepOf(secretOfRfc, text, new Date(59_000))).toBeNull();
  });
});

test('the address for authenticator apps names the registry and the account', () => {
  const uri = new URL(totpUri(secretOfRfc, { issuer: 'registry.example', handle: 'ada' }));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('registry.example:ada');
  expect(uri.searchParams.get('secret')).toBe(secretOfRfc);
});

test('a secret has 160 bits and is never the same', () => {
  const secrets = Array.from({ length: 20 }, makeTotpSecret);
  expect(new Set(secrets).size).toBe(20);
  for (const secret of secrets) expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
});
