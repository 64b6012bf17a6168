import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@gati/testkit/folder';
import { expect, test } from 'vitest';
import { swapIn } from './swap.ts';

/** A folder with one artifact in place, another ready to take it, and one that shall go. */
async function scene() {
  const root = await temporaryFolder();
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await put('modules/@a/x/file', 'old');
  await put('modules/@b/gone/file', 'gone');
  await put('staging/@a/x/file', 'new');
  await put('staging/@c/y/file', 'added');
  await put('gati.json', 'before');
  const swap = {
    folders: new Map([
      [join(root, 'modules/@a/x'), join(root, 'staging/@a/x')],
      [join(root, 'modules/@c/y'), join(root, 'staging/@c/y')],
    ]),
    removed: [join(root, 'modules/@b/gone')],
    aside: join(root, 'staging/.old'),
  };
  const state = async (): Promise<Readonly<Record<string, string>>> => {
    const files = (await readdir(root, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const ours = files.filter((path) => !path.includes('/staging/')).sort();
    return Object.fromEntries(await Promise.all(ours.map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const)));
  };
  return { root, swap, state };
}

test('does the whole change', async () => {
  const { root, swap, state } = await scene();
  await swapIn({ ...swap, files: [{ path: join(root, 'gati.json'), text: 'after' }, { path: join(root, 'gati.lock.json'), text: 'lock' }] }); // prettier-ignore
  expect(await state()).toEqual({ 'gati.json': 'after', 'gati.lock.json': 'lock', 'modules/@a/x/file': 'new', 'modules/@c/y/file': 'added' });
  expect(await readdir(join(root, 'modules'))).toEqual(['@a', '@c']);
});

test.each([
  ['a file that cannot be written', async (root: string) => ({ path: join(root, 'no-folder'), text: 'x', blocker: await mkdir(join(root, 'no-folder')) })],
  ['a file whose folder is a file', (root: string) => Promise.resolve({ path: join(root, 'gati.json/inside'), text: 'x' })],
])('%s puts back folders and files that were changed before it', async (_case, broken) => {
  const { root, swap, state } = await scene();
  const before = await state();
  const { path, text } = await broken(root);
  const files = [
    { path: join(root, 'gati.json'), text: 'after' },
    { path: join(root, 'gati.lock.json'), text: 'lock' },
    { path, text },
  ];
  await expect(swapIn({ ...swap, files })).rejects.toThrow();
  expect(await state()).toEqual(before);
});

test('a folder that is not ready puts back those that were in place already', async () => {
  const { root, swap, state } = await scene();
  const before = await state();
  const folders = new Map([...swap.folders, [join(root, 'modules/@d/z'), join(root, 'staging/@d/missing')]]);
  await expect(swapIn({ ...swap, folders, files: [] })).rejects.toThrow();
  expect(await state()).toEqual(before);
});
