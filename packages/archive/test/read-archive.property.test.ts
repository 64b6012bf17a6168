import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import tarStream from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { ArchiveRefusal, packFiles } from '../src/index.ts';
import { list } from './listing.ts';
import { collect, inPieces, tar } from './tar-builder.ts';

const name = fc.stringMatching(/^[a-z0-9äé文_-]{1,40}$/).filter((text) => !/^(?:con|prn|aux|nul|com\d|lpt\d)$/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 8 }).map((names) => names.join('/'));
const files = fc
  .uniqueArray(fc.record({ path, content: fc.uint8Array({ maxLength: 3000 }), isExecutable: fc.boolean() }), {
    selector: ({ path }) => path.normalize('NFC').toLowerCase().toUpperCase(),
    maxLength: 12,
  })
  // No file is the folder of another.
  .map((all) => all.filter(({ path }) => !all.some((other) => other.path.startsWith(`${path}/`))));

/** What another library writes. */
async function byTarStream(entries: readonly { path: string; content: Uint8Array; isExecutable: boolean }[]): Promise<Buffer> {
  const pack = tarStream.pack();
  for (const { path, content, isExecutable } of entries) pack.entry({ name: path, mode: isExecutable ? 0o755 : 0o644 }, Buffer.from(content));
  pack.finalize();
  return Buffer.concat(await collect(pack as AsyncIterable<Buffer>));
}
/** What another library reads. */
async function readByTarStream(archive: Uint8Array): Promise<{ path: string; content: string; mode: number | undefined; sizeBytes: number | undefined }[]> {
  const extract = tarStream.extract();
  extract.end(archive);
  const entries = [];
  for await (const entry of extract)
    entries.push({
      path: entry.header.name,
      content: Buffer.concat(await collect(entry as AsyncIterable<Buffer>)).toString('hex'),
      mode: entry.header.mode,
      sizeBytes: entry.header.size,
    });
  return entries;
}

describe('archives of ordinary files', () => {
  it('lists exactly what another library wrote, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 2000 }), fc.boolean(), async (entries, pieceSizeBytes, isPacked) => {
        const archive = await byTarStream(entries);
        const listed = await list(inPieces(isPacked ? gzipSync(archive) : archive, pieceSizeBytes));
        expect(listed.map(({ path, content, mode }) => ({ path, content: Buffer.from(content ?? []).toString('hex'), isExecutable: mode === 0o755 }))).toEqual(
          entries.map((entry) => ({ ...entry, content: Buffer.from(entry.content).toString('hex') })),
        );
      }),
      { numRuns: 200 },
    );
  });
  it('writes what another library reads as the same files, sorted', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (entries) => {
        const layer = await packFiles(entries.map((entry) => ({ ...entry, sizeBytes: entry.content.length })));
        const { gunzipSync } = await import('node:zlib');
        const read = await readByTarStream(gunzipSync(layer.bytes));
        const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
        expect(read).toEqual(
          sorted.map(({ path, content, isExecutable }) => ({
            path,
            content: Buffer.from(content).toString('hex'),
            mode: isExecutable ? 0o755 : 0o644,
            sizeBytes: content.length,
          })),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('archives of anyone', () => {
  it('never gives a path that leaves the archive, whatever is written', async () => {
    const wild = fc
      .array(fc.constantFrom('..', '.', '', 'a', 'B', 'b', '\\', 'C:', '/', '\u202e', 'con', 'é', 'e\u0301', ' ', '~'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: wild, link: wild, type: fc.constantFrom('0', '1', '2', '5') }), { minLength: 1, maxLength: 6 }),
        async (entries) => {
          const archive = tar(...entries.map(({ name, link, type }) => (type === '1' || type === '2' ? { name, link, type } : { name, type })));
          const listed = await list(archive).catch((error: unknown) => {
            expect(error).toBeInstanceOf(ArchiveRefusal);
            return [];
          });
          for (const { path } of listed) expect(path).toMatch(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))(?!.*\/\/)[^\\]+$/);
          expect(new Set(listed.map(({ path }) => path.normalize('NFC').toLowerCase())).size).toBe(listed.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
  it('a flipped bit is refused or changes what is listed, and never breaks the reader', async () => {
    const archive = tar({ name: 'a/b', content: 'hello world' }, { name: 'c', type: '2', link: 'a' });
    const packed = gzipSync(archive);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(archive, packed), fc.nat(), fc.nat({ max: 7 }), async (bytes, at, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[at % damaged.length] = (damaged[at % damaged.length] ?? 0) ^ (1 << bit);
        await list(damaged).catch((error: unknown) => expect(['MANIFEST_INVALID', 'QUOTA_EXCEEDED']).toContain((error as { code: string }).code));
      }),
      { numRuns: 1000 },
    );
  });
});
