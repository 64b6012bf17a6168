import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeLengths, createDeflater } from '../src/deflate.ts';

function deflate(bytes: Uint8Array, pieceSizeBytes = bytes.length || 1): Buffer {
  const deflater = createDeflater();
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceSizeBytes) out.push(...deflater.push(bytes.subarray(at, at + pieceSizeBytes)));
  return Buffer.concat([...out, ...deflater.finish()]);
}
/** The same «random» bytes in every run, here and elsewhere. */
function noise(sizeBytes: number, letters: number): Buffer {
  let state = 42;
  return Buffer.from(Uint8Array.from({ length: sizeBytes }, () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % 65_521) % letters));
}
/** Copies of what came before, of every length and distance, between bytes that are new: every choice of the compressor shows. */
function echoes(sizeBytes: number): Buffer {
  const choices = noise(sizeBytes, 65_521);
  const bytes = Buffer.alloc(sizeBytes);
  let state = 7;
  const next = (below: number): number => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % 65_521) % below;
  for (let at = 0; at < sizeBytes;) {
    const length = Math.min(sizeBytes - at, next(3) === 0 ? 1 + next(8) : 3 + next(next(2) === 0 ? 40 : 400));
    const distance = next(4) === 0 ? at : 1 + next(40_000);
    for (let index = 0; index < length; index++, at++) bytes[at] = distance <= at && length > 8 ? (bytes[at - distance] ?? 0) : (choices[at] ?? 0) % 64;
  }
  return bytes;
}
const source = readFileSync(new URL('./read-archive.test.ts', import.meta.url));

describe('deflate', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('a')],
    ['one byte many times', Buffer.alloc(1_000_000, 'a')],
    ['bytes that do not compress', noise(200_000, 256)],
    ['two letters', noise(200_000, 2)],
    ['a block exactly', noise(65_536, 200)],
    ['a block and a byte', noise(65_537, 200)],
    ['several blocks exactly', noise(262_144, 4)],
    ['source code', source],
    ['echoes of every length and distance', echoes(300_000)],
    ['a distance of the whole window', Buffer.concat([noise(300, 256), Buffer.alloc(32_468), noise(300, 256)])],
    ['a distance one beyond the window', Buffer.concat([noise(300, 256), Buffer.alloc(32_469), noise(300, 256)])],
    ['every length of match', Buffer.concat(Array.from({ length: 300 }, (_, length) => Buffer.concat([Buffer.of(length % 256, 255), noise(length, 256)])))],
    ['weights that make the longest codes', Buffer.concat(Array.from({ length: 22 }, (_, letter) => Buffer.alloc(Math.ceil(1.62 ** letter), letter)))],
  ])('comes back as it was: %s', (_law, bytes) => {
    expect(Buffer.compare(inflateRawSync(deflate(bytes)), bytes)).toBe(0);
  });
  it('comes back as it was, whatever it was', () => {
    const repetitive = fc
      .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.integer({ min: 1, max: 400 })), { maxLength: 40 })
      .map((parts) => Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => bytes))));
    fc.assert(
      fc.property(fc.oneof(repetitive, fc.uint8Array({ maxLength: 5000 })), (bytes) => Buffer.compare(inflateRawSync(deflate(bytes)), bytes) === 0),
      { numRuns: 300 },
    );
  });
  it('does not depend on how its input was cut', () => {
    const whole = deflate(noise(150_000, 20));
    for (const size of [1, 100, 65_535, 65_536, 65_537]) expect(deflate(noise(150_000, 20), size).equals(whole)).toBe(true);
  });
  it('makes the same bytes for ever: digests of layers depend on it', () => {
    const digest = (bytes: Uint8Array): string => createHash('sha256').update(deflate(bytes)).digest('hex');
    const text = Buffer.from('The registry is one home for everything a Gati application is made of. '.repeat(500));
    expect({ text: digest(text), letters: digest(noise(100_000, 20)), noise: digest(noise(100_000, 256)), echoes: digest(echoes(300_000)) })
      .toMatchInlineSnapshot(`
      {
        "echoes": "fb367a65d5d253f835ed64df4856d2529e21818122fa047ea42d7b9ddbe149fc",
        "letters": "e0f0db893a6e043381b2e11cb7f0d95113cf6d7e817c53a16923c1d85262894e",
        "noise": "168e5eacef7386e9306873a57bc8adf036d5d62a70eab2721f31924bbf44024f",
        "text": "6ac886ed4a00194325c7a8a827010a860f189bcdf0e444aeb0467a3c702f5c80",
      }
    `);
  });
  it('is nearly as small as zlib', () => {
    for (const bytes of [source, noise(200_000, 10), readFileSync(new URL('../../errors/src/catalogue.ts', import.meta.url))])
      expect(deflate(bytes).length).toBeLessThan(deflateRawSync(bytes, { level: 6 }).length * 1.06);
  });
});

describe('prefix codes', () => {
  it('are complete and never longer than the limit', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constant(0),
            fc.nat(),
            fc.integer({ min: 0, max: 40 }).map((power) => Math.floor(1.7 ** power)),
          ),
          { minLength: 2, maxLength: 19 },
        ),
        fc.constantFrom(7, 15),
        (weights, limit) => {
          const lengths = codeLengths(Uint32Array.from(weights), limit);
          const used = [...lengths].filter((length) => length > 0);
          expect(used.length).toBe(weights.filter((weight) => weight > 0).length);
          expect(Math.max(0, ...used)).toBeLessThanOrEqual(limit);
          // Kraft: a complete code fills exactly 1; a lone symbol takes one bit of two.
          if (used.length > 1) expect(used.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
  });
});
