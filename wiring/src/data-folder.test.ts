import { readFile, stat, writeFile } from 'node:fs/promises';
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
