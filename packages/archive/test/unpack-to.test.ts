import { temporaryFolder } from '@gati/testkit/folder';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { archiveRules, packFiles, readArchive, unpackTo, unpackLimits, type ArchiveEntry } from '../src/index.ts';
import { inPieces, tar } from './tar-builder.ts';

const entry = (path: string, more: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  path,
  kind: 'file',
  sizeBytes: 1,
  mode: 0o644,
  linkPath: null,
  content: Buffer.from('x'),
  ...more,
});
const tree = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

describe('unpacking', () => {
  it('puts the files of a layer into a folder, with their contents and modes', async () => {
    const parent = await temporaryFolder();
    const layer = await packFiles([
      { path: 'a/b/c.txt', content: Buffer.from('hello'), sizeBytes: 5, isExecutable: false },
      { path: 'run', content: Buffer.from('#!/bin/sh'), sizeBytes: 9, isExecutable: true },
      ...Array.from({ length: 200 }, (_, index) => ({ path: `many/${index}`, content: Buffer.alloc(1000, index), sizeBytes: 1000, isExecutable: false })),
    ]);
    await unpackTo(join(parent, 'deep', 'target'), readArchive(inPieces(layer.bytes, 100), unpackLimits, { rules: archiveRules.layer }));
    expect(await readFile(join(parent, 'deep/target/a/b/c.txt'), 'utf8')).toBe('hello');
    expect((await stat(join(parent, 'deep/target/run'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(parent, 'deep/target/a/b/c.txt'))).mode & 0o777).toBe(0o644);
    expect((await readFile(join(parent, 'deep/target/many/199')))[999]).toBe(199);
    expect(await readdir(join(parent, 'deep'))).toEqual(['target']);
  });
  it('replaces what was there as a whole', async () => {
    const parent = await temporaryFolder();
    const target = join(parent, 'target');
    await unpackTo(target, [entry('old'), entry('folder', { kind: 'directory', content: null })]);
    await unpackTo(target, [entry('new')]);
    expect(await tree(parent)).toEqual(['target', 'target/new']);
  });
  it('never gives set-uid or writable-by-all away', async () => {
    const parent = await temporaryFolder();
    await unpackTo(join(parent, 't'), [entry('a', { mode: 0o6777 }), entry('b', { mode: 0o666 })]);
    expect((await stat(join(parent, 't/a'))).mode & 0o7777).toBe(0o755);
    expect((await stat(join(parent, 't/b'))).mode & 0o7777).toBe(0o644);
  });
  it.each([
    ['a path that climbs', [entry('ok'), entry('../evil')]],
    ['an absolute path', [entry('ok'), entry('/tmp/evil')]],
    ['a path that is not in its plain form', [entry('a//b')]],
    ['a link', [entry('ok'), entry('l', { kind: 'symlink', linkPath: 'ok', content: null })]],
    ['a hard link', [entry('ok'), entry('l', { kind: 'hardlink', linkPath: 'ok', content: null })]],
    ['a device', [entry('l', { kind: 'special', content: null })]],
    ['a file twice', [entry('a'), entry('a')]],
    ['names that collide', [entry('a'), entry('A')]],
    ['a file as a folder', [entry('a'), entry('a/b')]],
    ['a content that was left out', [entry('a', { content: null, sizeBytes: 10 ** 9 })]],
  ])('refuses %s and leaves nothing behind', async (_law, entries) => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'target'));
    await writeFile(join(parent, 'target', 'before'), 'kept');
    await expect(unpackTo(join(parent, 'target'), entries)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:MANIFEST_INVALID|QUOTA_EXCEEDED)$/) });
    expect(await tree(parent)).toEqual(['target', 'target/before']);
  });
  it('leaves nothing behind when the archive turns out bad at its end', async () => {
    const parent = await temporaryFolder();
    const bad = Buffer.concat([tar({ name: 'a', content: 'x' }), Buffer.from('more')]);
    await expect(unpackTo(join(parent, 'target'), readArchive(inPieces(bad)))).rejects.toMatchObject({ fault: 'TRAILING_DATA' });
    expect(await tree(parent)).toEqual([]);
  });
  it('leaves nothing behind when the bytes stop coming or the disk refuses', async () => {
    const parent = await temporaryFolder();
    async function* stops(): AsyncGenerator<ArchiveEntry> {
      for (let index = 0; index < 50; index++) yield entry(`f${index}`);
      throw new Error('the network is gone');
    }
    await expect(unpackTo(join(parent, 'target'), stops())).rejects.toThrow('the network is gone');
    await writeFile(join(parent, 'file'), '');
    await expect(unpackTo(join(parent, 'file', 'target'), [entry('a')])).rejects.toThrow();
    expect(await tree(parent)).toEqual(['file']);
  });
});
