import { createDeflateRaw, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveLimits, readArchive } from '../src/index.ts';
import { faultOf, list } from './listing.ts';
import { end, header, pax, entryBytes, tar } from './tar-builder.ts';

/** Deflates a piece so that it can be repeated: it ends at a byte and refers to nothing before it. */
async function repeatable(bytes: Uint8Array): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9, flush: constants.Z_FULL_FLUSH });
  deflate.write(bytes);
  deflate.flush(constants.Z_FULL_FLUSH, () => deflate.destroy());
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  await new Promise((resolve) => deflate.once('close', resolve));
  return Buffer.concat(pieces);
}

/** A gzip stream of a beginning and then `times` copies of something, made while it is read; counts what was read. */
async function endless(
  beginning: Uint8Array,
  repeated: Uint8Array,
  times: number,
): Promise<{ stream: AsyncGenerator<Uint8Array>; read: () => { packedBytes: number; unpackedBytes: number } }> {
  const [first, again] = [await repeatable(beginning), await repeatable(repeated)];
  let packedBytes = 0;
  let copies = 0;
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
    yield first;
    for (copies = 0; copies < times; copies++) {
      packedBytes += again.length;
      yield again;
    }
  }
  return { stream: stream(), read: () => ({ packedBytes, unpackedBytes: copies * repeated.length }) };
}

const residentMiB = (): number => process.memoryUsage().rss / 1024 ** 2;
const zeros = Buffer.alloc(1024 ** 2);
const tenGiB = 10 * 1024;

describe('a bomb is stopped at the limit, not when it has gone off', () => {
  it.each([
    [
      '10 GiB of zeros in a file that says so',
      header({
        name: 'a',
        size:
          tenGiB * 1024 ** 2 > 8 ** 11 - 1
            ? Buffer.concat([Buffer.of(0x80), Buffer.from((BigInt(tenGiB) * 1024n ** 2n).toString(16).padStart(22, '0'), 'hex')])
            : 0,
      }),
    ],
    ['10 GiB of zeros in a file of 900 MiB', header({ name: 'a', size: 900 * 1024 ** 2 })],
    ['10 GiB of zeros after the end mark', Buffer.concat([entryBytes({ name: 'a' }), end])],
    ['10 GiB of zeros and nothing else', Buffer.alloc(512)],
  ])('%s', async (_law, beginning) => {
    const before = residentMiB();
    const bomb = await endless(beginning, zeros, tenGiB);
    expect(await faultOf(bomb.stream)).toBe('QUOTA_EXCEEDED');
    expect(bomb.read().unpackedBytes).toBeLessThan(2 * archiveLimits.ratioFloorBytes + 64 * 1024 ** 2);
    expect(residentMiB() - before).toBeLessThan(150);
  });
  it('is stopped by its size where its ratio is modest', async () => {
    const noise = Buffer.from(Array.from({ length: 64 * 1024 }, (_, index) => Math.imul(index, 0x9e3779b1) >>> 24));
    const bomb = await endless(header({ name: 'a', size: 900 * 1024 ** 2 }), noise, 100_000);
    expect(await faultOf(bomb.stream, { totalSizeBytes: 40 * 1024 ** 2, ratioFloorBytes: 1024 ** 3 })).toBe('QUOTA_EXCEEDED');
    expect(bomb.read().unpackedBytes).toBeLessThan(64 * 1024 ** 2);
  });
  it('a million entries', async () => {
    let made = 0;
    async function* entries(): AsyncGenerator<Uint8Array> {
      for (made = 0; made < 1_000_000; made++) yield header({ name: `f${made}` });
      yield end;
    }
    const before = residentMiB();
    expect(await faultOf(entries())).toBe('QUOTA_EXCEEDED');
    expect(made).toBe(archiveLimits.entries);
    // Most of it is what this test itself throws away.
    expect(residentMiB() - before).toBeLessThan(300);
  });
  it('a million headers that make no entry', async () => {
    const bomb = await endless(header({ name: 'a' }), entryBytes(pax({ comment: 'c' }, 'g')), 1_000_000);
    expect(await faultOf(bomb.stream)).toBe('QUOTA_EXCEEDED');
  });
  it('folders above folders', async () => {
    async function* entries(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < 50_000; index++) yield header({ name: `${index}/${'a/'.repeat(40)}b` });
      yield end;
    }
    const before = residentMiB();
    expect(await faultOf(entries())).toBe('QUOTA_EXCEEDED');
    expect(residentMiB() - before).toBeLessThan(150);
  });
  it('archives within archives stay files: listing costs what the outer one holds', async () => {
    let nested: Buffer = gzipSync(Buffer.alloc(32 * 1024 ** 2), { level: 9 });
    for (let depth = 0; depth < 5; depth++)
      nested = gzipSync(tar(...Array.from({ length: 16 }, (_, index) => ({ name: `${index}.tgz`, content: nested }))), { level: 9 });
    const entries = await list(nested);
    expect(entries.map(({ path }) => path)).toEqual(Array.from({ length: 16 }, (_, index) => `${index}.tgz`));
    expect(entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBeLessThan(1024 ** 2);
  });
  it('reads a large honest archive in bounded memory', async () => {
    const sizeBytes = 300 * 1024 ** 2;
    async function* source(): AsyncGenerator<Uint8Array> {
      yield header({ name: 'large.bin', size: sizeBytes });
      const piece = Buffer.alloc(1024 ** 2, 7);
      for (let sent = 0; sent < sizeBytes; sent += piece.length) yield piece;
      yield end;
    }
    const before = residentMiB();
    const seen: string[] = [];
    for await (const entry of readArchive(source())) seen.push(`${entry.path} ${entry.sizeBytes} ${entry.content === null}`);
    expect(seen).toEqual([`large.bin ${sizeBytes} true`]);
    expect(residentMiB() - before).toBeLessThan(64);
  });
});
