import { temporaryFolder } from '@gati/testkit/folder';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packFiles, selectFiles, type Selection } from '../src/index.ts';
import { isMeant, parsePatterns } from '../src/patterns.ts';

async function folderOf(...paths: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  return folder;
}
const selected = async (folder: string, selection?: Selection): Promise<string[]> => (await selectFiles(folder, selection)).map(({ path }) => path);

describe('the files of a package', () => {
  it('are all of the folder, sorted, but for secrets, histories and what others wrote', async () => {
    const folder = await folderOf(
      'b.js',
      'a/z.js',
      'a/.hidden',
      'B.js',
      '.git/config',
      'a/.git/x',
      'node_modules/x/index.js',
      'a/node_modules/y.js',
      '.env',
      '.env.local',
      '.env.example',
      'sub/.env',
      'cosign.key',
      'a/server.pem',
      '.npmrc',
      'id_rsa',
      '.DS_Store',
      '.gatiignore',
      'gati_modules/@a/b/c',
      'README.md',
    );
    expect(await selected(folder)).toEqual(['.env.example', 'B.js', 'README.md', 'a/.hidden', 'a/z.js', 'b.js']);
  });
  it('are those that `files` names, and README, LICENSE and gati.json always', async () => {
    const folder = await folderOf(
      'gati.json',
      'Readme.rst',
      'LICENSE',
      'licence.txt',
      'dist/index.js',
      'dist/deep/x.js',
      'dist/index.js.map',
      'src/index.ts',
      'notes.md',
      'docs/README.md',
      'tool.sh',
    );
    expect(await selected(folder, { files: ['dist'] })).toEqual([
      'LICENSE',
      'Readme.rst',
      'dist/deep/x.js',
      'dist/index.js',
      'dist/index.js.map',
      'gati.json',
      'licence.txt',
    ]);
    expect(await selected(folder, { files: ['dist', '!dist/**/*.map', './*.sh'] })).toEqual([
      'LICENSE',
      'Readme.rst',
      'dist/deep/x.js',
      'dist/index.js',
      'gati.json',
      'licence.txt',
      'tool.sh',
    ]);
    expect(await selected(folder, { files: ['**/*.ts'] })).toContain('src/index.ts');
    expect(await selected(folder, { files: [] })).toEqual(['LICENSE', 'Readme.rst', 'gati.json', 'licence.txt']);
    expect(await selected(folder, { files: ['.'] })).toContain('notes.md');
  });
  it('cannot be made to hold a secret by `files`', async () => {
    const folder = await folderOf('.env', 'a.key', '.git/config', 'node_modules/x/y', 'ok');
    expect(await selected(folder, { files: ['.env', '*.key', '.git', 'node_modules', '**'], ignore: '!.env\n!*.key' })).toEqual(['ok']);
  });
  it('are without what .gatiignore names, also against `files`', async () => {
    const folder = await folderOf('gati.json', 'README.md', 'a.test.ts', 'src/a.test.ts', 'src/a.ts', 'tmp/x', 'src/tmp/y', 'build/x', 'src/build/x');
    await writeFile(join(folder, '.gatiignore'), '# tests\n*.test.ts\r\ntmp/\n/build\nREADME.md\n\n');
    expect(await selected(folder)).toEqual(['README.md', 'gati.json', 'src/a.ts', 'src/build/x']);
    expect(await selected(folder, { files: ['src', 'tmp'] })).toEqual(['README.md', 'gati.json', 'src/a.ts', 'src/build/x']);
    expect(await selected(folder, { ignore: '' })).toContain('a.test.ts');
  });
  it('are regular files only: no link is followed, wherever it leads', async () => {
    const [folder, elsewhere] = [await folderOf('.env', 'a/real'), await folderOf('secret')];
    await symlink(join(elsewhere, 'secret'), join(folder, 'out'));
    await symlink('.env', join(folder, 'config'));
    await symlink(elsewhere, join(folder, 'folder-out'));
    await symlink('..', join(folder, 'a', 'loop'));
    expect(await selected(folder, { files: ['**'] })).toEqual(['a/real']);
  });
  it('pack as they are', async () => {
    const folder = await folderOf('b/run.sh', 'a', 'empty');
    await writeFile(join(folder, 'empty'), '');
    const files = await selectFiles(folder);
    expect(files.map(({ path, sizeBytes, isExecutable }) => [path, sizeBytes, isExecutable])).toEqual([
      ['a', 1, false],
      ['b/run.sh', 8, true],
      ['empty', 0, false],
    ]);
    expect((await packFiles(files)).digest).toBe(
      (
        await packFiles([
          { path: 'empty', content: Buffer.alloc(0), sizeBytes: 0, isExecutable: false },
          { path: 'b/run.sh', content: Buffer.from('b/run.sh'), sizeBytes: 8, isExecutable: true },
          { path: 'a', content: Buffer.from('a'), sizeBytes: 1, isExecutable: false },
        ])
      ).digest,
    );
  });
  it('fails for what is no folder', async () => {
    await expect(selectFiles(join(await temporaryFolder(), 'missing'))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('patterns mean what gitignore says', () => {
  it.each([
    ['foo', 'foo', true],
    ['foo', 'a/foo', true],
    ['foo', 'a/foo/b', true],
    ['foo', 'food', false],
    ['/foo', 'a/foo', false],
    ['a/foo', 'b/a/foo', false],
    ['foo/', 'foo/x', true],
    ['foo/', 'foo', false],
    ['*.js', 'a/b.js', true],
    ['*.js', 'b.jsx', false],
    ['a/*.js', 'a/b/c.js', false],
    ['a/**/c', 'a/c', true],
    ['a/**/c', 'a/b/b/c', true],
    ['**/c', 'c', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['?.js', 'a.js', true],
    ['?.js', 'ab.js', false],
    ['?', '/', false],
    ['[ab].js', 'b.js', true],
    ['[!ab].js', 'c.js', true],
    ['[!ab].js', 'a.js', false],
    ['[a-c]x', 'bx', true],
    ['\\!keep', '!keep', true],
    ['\\#x', '#x', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['a.b', 'axb', false],
    ['(a|b)', 'a', false],
    ['[', '[', true],
    ['# x', '# x', false],
    ['x  ', 'x', true],
    ['', 'x', false],
    ['größe', 'größe', true],
    ['?', '😀', true],
  ] as const)('%j and %j: %s', (pattern, path, isExpected) => {
    expect(isMeant(parsePatterns([pattern]), path, false)).toBe(isExpected);
  });
  it('the last that means a path counts', () => {
    const patterns = parsePatterns(['*.log', '!keep.log', 'keep.log/']);
    expect(isMeant(patterns, 'a.log', false)).toBe(true);
    expect(isMeant(patterns, 'keep.log', false)).toBe(false);
    expect(isMeant(patterns, 'keep.log', true)).toBe(true);
  });
});
