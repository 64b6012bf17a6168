import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveRules, packFiles, packStream, type FileToPack } from '../src/index.ts';
import { list } from './listing.ts';
import { collect } from './tar-builder.ts';

const file = (path: string, content = path, isExecutable = false): FileToPack => ({
  path,
  content: Buffer.from(content),
  sizeBytes: Buffer.byteLength(content),
  isExecutable,
});
async function* streamed(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
}

describe('a layer', () => {
  it('comes back as the same files, sorted by code point', async () => {
    const layer = await packFiles([file('y'), file('a/b', 'run', true), file('Z'), file('a.txt'), file('é'), file('\u{1f600}'), file('\uffee')]);
    const entries = await list(layer.bytes, {}, { rules: archiveRules.layer });
    expect(entries.map(({ path, mode, content }) => [path, mode.toString(8), Buffer.from(content ?? []).toString()])).toEqual([
      ['Z', '644', 'Z'],
      ['a.txt', '644', 'a.txt'],
      ['a/b', '755', 'run'],
      ['y', '644', 'y'],
      ['é', '644', 'é'],
      ['\uffee', '644', '\uffee'],
      ['\u{1f600}', '644', '\u{1f600}'],
    ]);
    expect(layer.sizeBytes).toBe(layer.bytes.length);
  });
  it('has the digest it had in every earlier version: one folder, one digest', async () => {
    const { digest } = await packFiles([
      file('gati.json', '{"name":"@acme/auth"}'),
      file('dist/index.js', 'export {};\n'.repeat(1000)),
      file('bin/run', '#!/bin/sh\n', true),
      file(`${'long/'.repeat(40)}é.txt`),
    ]);
    expect(digest).toMatchInlineSnapshot(`"sha256:7b9cee9c60acac7883c8159dc1d0a74ffe5ca6fbab70b596cdcab879eae10d80"`);
  });
  it('is the same in whatever order and pieces its files come', async () => {
    const content = fc.string({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,8}(\/[0-9]{1,4}){0,3}$/), content), { selector: ([path]) => path.split('/')[0] ?? '' }),
        fc.infiniteStream(fc.nat()),
        async (parts, random) => {
          const files = parts.map(([path, text]) => file(path, text));
          const shuffled = files
            .map((item) => ({ item, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => ({ ...item, content: () => streamed(item.content as Uint8Array) }));
          expect((await packFiles(shuffled)).digest).toBe((await packFiles(files)).digest);
        },
      ),
      { numRuns: 100 },
    );
  });
  it('says nothing of the machine: no time, owner, system or name', async () => {
    const { bytes } = await packFiles([file('a')]);
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
    const header = gunzipSync(bytes).subarray(0, 512);
    expect(header.subarray(108, 124).toString('latin1')).toBe('0000000\u00000000000\u0000');
    expect(header.subarray(136, 148).toString('latin1')).toBe('00000000000\u0000');
    expect(header.subarray(265, 329).every((byte) => byte === 0)).toBe(true);
  });
  it('holds paths of every length that the registry takes', async () => {
    for (const length of [99, 100, 101, 155, 156, 200, 254, 255, 256, 257, 300, 1000]) {
      for (const step of [7, 50, 99, 120, 200]) {
        const path = Array.from({ length }, (_, index) => (index % step === step - 1 && index < length - 1 ? '/' : 'p')).join('');
        if (path.split('/').length > 64) continue;
        expect((await list((await packFiles([file(path)])).bytes)).map((entry) => entry.path)).toEqual([path]);
      }
    }
  });
  it('streams what it packs', async () => {
    const files = [file('a', 'x'.repeat(100_000)), file('b')];
    expect(Buffer.concat(await collect(packStream(files))).equals((await packFiles(files)).bytes)).toBe(true);
  });
  it.each([
    ['MANIFEST_INVALID', [file('../a')]],
    ['MANIFEST_INVALID', [file('./a')]],
    ['MANIFEST_INVALID', [file('/a')]],
    ['MANIFEST_INVALID', [file('a:b')]],
    ['MANIFEST_INVALID', [file('a'), file('A')]],
    ['MANIFEST_INVALID', [file('a'), file('a')]],
    ['MANIFEST_INVALID', [file('a'), file('a/b')]],
    ['QUOTA_EXCEEDED', [{ ...file('a'), sizeBytes: 2 * 1024 ** 3 }]],
  ])('refuses before any byte what the registry would refuse: %s', async (code, files) => {
    await expect(packFiles(files)).rejects.toMatchObject({ code });
  });
  it.each([4, 6])('fails when a file has another length than was said', async (sizeBytes) => {
    await expect(packFiles([{ ...file('a', 'hello'), sizeBytes }])).rejects.toThrow('changed while it was packed');
  });
});
