import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatApiKey, isApiKeyText } from './api-key-text.ts';

const id = 'a1b2c3d4-0000-4000-8000-000000000000';
const randomBytes = fc.uint8Array({ minLength: 128, maxLength: 128 }).filter((bytes) => bytes.filter((byte) => byte < 248).length >= 32);

describe('the text of an API key', () => {
  test('is recognised, and so is every wrong character, every lost and every added one', () => {
    fc.assert(
      fc.property(randomBytes, fc.nat(51), fc.constantFrom(...'0Oo1lIaZ_-'), (random, index, character) => {
        const key = formatApiKey(id, random);
        expect(isApiKeyText(key)).toBe(true);
        expect(key.startsWith('gati_a1b2c3d4_')).toBe(true);
        expect(isApiKeyText(key.slice(0, index) + character + key.slice(index + 1))).toBe(key[index] === character);
        expect(isApiKeyText(key.slice(0, index) + key.slice(index + 1))).toBe(false);
        expect(isApiKeyText(key.slice(0, index) + character + key.slice(index))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('notices two neighbours that were swapped', () => {
    fc.assert(
      fc.property(randomBytes, fc.integer({ min: 14, max: 50 }), (random, index) => {
        const key = formatApiKey(id, random);
        const swapped = key.slice(0, index) + key.charAt(index + 1) + key.charAt(index) + key.slice(index + 2);
        expect(isApiKeyText(swapped)).toBe(swapped === key);
      }),
      { numRuns: 200 },
    );
  });

  test('has every character of the alphabet about as often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i++) {
      const secret = formatApiKey(id, crypto.getRandomValues(new Uint8Array(128))).slice(14, 46);
      for (const character of secret) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    // 64,000 draws over 62: 1,032 each, standard deviation 32.
    expect(counts.size).toBe(62);
    for (const count of counts.values()) expect(Math.abs(count - 1_032)).toBeLessThan(200);
  });

  test.each(['', 'gati_', 'gatr_x', 'gati_a1b2c3d4_', 'x'.repeat(100_000)])('%j is none', (text) => {
    expect(isApiKeyText(text)).toBe(false);
  });

  test('is not made of too little chance', () => {
    expect(() => formatApiKey(id, new Uint8Array(128).fill(255))).toThrow();
  });
});
