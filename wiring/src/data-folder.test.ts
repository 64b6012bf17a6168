import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@gati/testkit/folder';
import { expect, test } from 'vitest';
import { openDataFolder, StartError } from './data-folder.ts';

test('processes that start at once in a new folder share one secret, kept from others', async () => {
  const path = join(await temporaryFolder(), 'data');
  const opened = await Promise.all(Array.from({ length: 8 }, () => openDataFolder(path, null)));

  expect(new Set(opened.map(({ secret }) => secret)).size).toBe(1);
  expect(opened[0]!.secret.length).toBeGreaterThanOrEqual(32);
  expect((await stat(join(path, 'secret'))).mode & 0o077).toBe(0);
});

test('an empty secret is none: the start is refused, with what to do', async () => {
  const path = await temporaryFolder();
  await writeFile(join(path, 'secret'), '');

  await expect(openDataFolder(path, null)).rejects.toThrow(/secret is empty/);
  expect((await readdir(path)).sort()).toEqual(['format', 'secret']);
});

test('a new folder can be read by its owner alone, and passed through only where the cluster is run by nobody', async () => {
  const above = await temporaryFolder();
  await chmod(above, 0o755);
  const path = join(above, 'data');
  const { cluster } = await openDataFolder(path, null);

  const isRoot = process.getuid?.() === 0;
  expect((await stat(path)).mode & 0o777).toBe(isRoot ? 0o711 : 0o700);
  expect(cluster).toBe(join(path, 'postgres'));
});

test('a given secret is used and not written down', async () => {
  const path = await temporaryFolder();
  const given = 'x'.repeat(40);

  expect((await openDataFolder(path, given)).secret).toBe(given);
  await expect(readFile(join(path, 'secret'))).rejects.toThrow();
});

test('a folder of another format is refused and left as it was', async () => {
  const path = await temporaryFolder();
  await writeFile(join(path, 'format'), '2\n');

  await expect(openDataFolder(path, null)).rejects.toThrow(StartError);
  expect(await readFile(join(path, 'format'), 'utf8')).toBe('2\n');
});

test('a folder that this user may not write to is named, with what to do, and left as it was', async () => {
  const above = await temporaryFolder();
  await chmod(above, 0o755);
  const path = join(above, 'data');
  await mkdir(path, { mode: 0o555 });
  // Nothing is forbidden to root: there the folder is tried as nobody, to whom it belongs as little.
  const asWhom = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const program = `import { openDataFolder } from ${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)};
    await openDataFolder(${JSON.stringify(path)}, null).then(() => console.log('opened'), (error) => console.log(error.name, error.message));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', program], { ...asWhom, encoding: 'utf8' });

  expect(stdout, stderr).toMatch(/^StartError The data folder .* cannot be written to \(EACCES\): .*GATI_DATA_DIR/);
  expect(await readdir(path)).toEqual([]);
});
