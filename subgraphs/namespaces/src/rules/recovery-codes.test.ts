import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRecoveryCode, readRecoveryCode } from './recovery-codes.ts';

test('a code is read however it is typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (random) => {
      const code = makeRecoveryCode(random);
      expect(code).toMatch(/^(?:[0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$/);
      for (const typed of [
        code,
        code.toUpperCase(),
        code.replaceAll('-', ''),
        ` ${code.replaceAll('-', ' ')}\n`,
        code.replaceAll('0', 'O').replaceAll('1', 'l'),
      ])
        expect(readRecoveryCode(typed)).toBe(code);
    }),
  );
});

test.each(['', '123456', 'aaaaa-bbbbb-ccccc', 'aaaaa-bbbbb-ccccc-dddd', 'aaaaa-bbbbb-ccccc-ddddd-e', 'uuuuu-uuuuu-uuuuu-uuuuu', 'x'.repeat(9_999)])(
  '%j is none',
  (text) => {
    expect(readRecoveryCode(text)).toBeNull();
  },
);

test('too little chance makes none', () => {
  expect(() => makeRecoveryCode(randomBytes(19))).toThrow();
});
