import { randomBytes } from 'node:crypto';
import { PassThrough, Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveBack, lentPieces, passOn } from './passing-bytes.ts';

const own = (sizeBytes: number): Buffer => {
  const piece = Buffer.allocUnsafeSlow(sizeBytes);
  randomBytes(sizeBytes).copy(piece);
  return piece;
};

test('memory goes back where nothing else lies in it, and stays where something does', () => {
  const [alone, whole, small] = [own(8192), own(16_384), own(10)];
  for (const piece of [alone, whole.subarray(0, 8192), whole.subarray(8192), small]) giveBack(piece);
  giveBack(alone);
  expect([alone.byteLength, whole.byteLength, small.byteLength]).toEqual([0, 16_384, 10]);
});

test('a lent piece is whole until the next is asked for', async () => {
  const pieces = [own(5_000), own(6_000)];
  const seen: number[][] = [];
  for await (const piece of lentPieces(Readable.from(pieces))) seen.push([piece.byteLength, ...pieces.map(({ byteLength }) => byteLength)]);
  expect(seen).toEqual([
    [5_000, 5_000, 6_000],
    [6_000, 0, 6_000],
  ]);
});

test('what is passed on arrives byte for byte, however slow the target is, and at most a little of it is under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 20 }), fc.integer({ min: 1, max: 30_000 }), async (sizes, highWaterMark) => {
      const pieces = sizes.map(own);
      const expected = Buffer.concat(pieces);
      const received: Buffer[] = [];
      let told = 0;
      const target = new Writable({
        highWaterMark,
        write: (piece: Buffer, _, done) => void turn().then(() => (received.push(Buffer.from(piece)), done())),
      });
      const ended = new Promise((resolve) => target.once('finish', resolve));
      passOn(Readable.from(pieces, { objectMode: false }), target, (piece) => void (told += piece.byteLength));
      await ended;
      expect(Buffer.concat(received).equals(expected)).toBe(true);
      expect(told).toBe(expected.byteLength);
    }),
    { numRuns: 100 },
  );
});

test('what was stopped sends nothing more and leaves the source to others', async () => {
  const source = new PassThrough();
  const received: Buffer[] = [];
  const target = new Writable({ write: (piece: Buffer, _, done) => (received.push(Buffer.from(piece)), done()) });
  const stop = passOn(source, target);
  source.write('one');
  await turn();
  stop();
  source.end('two');
  await turn();
  expect([Buffer.concat(received).toString(), target.writableEnded, source.read()?.toString()]).toEqual(['one', false, 'two']);
});
