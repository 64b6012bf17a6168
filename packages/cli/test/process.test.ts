import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@gati/testkit/folder';
import type { TestRegistry } from '@gati/testkit/registry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../src/settings.ts';
import { startSigningRegistry } from './harness.ts';

const launcher = fileURLToPath(new URL('../bin/gati.js', import.meta.url));
let registry: TestRegistry;
beforeAll(async () => {
  registry = await startSigningRegistry();
});
afterAll(() => registry.stop());

/** The command as users run it: a process of its own. */
async function start(words: readonly string[]) {
  const home = await temporaryFolder();
  const child: ChildProcess = spawn(process.execPath, [launcher, ...words], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, GATI_REGISTRY: registry.url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout!.on('data', (text: Buffer) => (written.stdout += text.toString()));
  child.stderr!.on('data', (text: Buffer) => (written.stderr += text.toString()));
  return { home, child, written, ended: once(child, 'close').then(([code]) => code as number | null) };
}

test.each([
  [['--version'], 0],
  [['search', 'x', '--json'], 0],
  [['info', '@no/thing'], 1],
  [['nonsense'], 2],
])('gati %j leaves with %i', async (words, code) => {
  const { ended, written } = await start(words);
  expect(await ended, written.stderr).toBe(code);
});

test('a password is piped in', async () => {
  registry.world.signUp('piped', 'correct horse');
  const { child, ended, written } = await start(['login', '--handle', 'piped', '--password-stdin', '--json']);
  child.stdin!.end('correct horse\n');
  expect(await ended, written.stderr).toBe(0);
  expect(JSON.parse(written.stdout)).toEqual({ registry: registry.url, handle: 'piped' });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command with 130', async (signal) => {
  const { child, ended, written } = await start(['login']);
  while (!written.stderr.includes('BDWP-HQPK')) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  expect(await ended).toBe(130);
  expect(written.stderr).toContain('Interrupted.');
});

test('a reader that leaves early is no failure', async () => {
  const { child, ended, written } = await start(['--help']);
  child.stdout!.destroy();
  expect(await ended, written.stderr).toBe(0);
});

test('compiled code is kept in the cache folder of the settings, where only this person writes', async () => {
  const { home, ended } = await start(['--version']);
  expect(await ended).toBe(0);
  expect(await readdir(join(readSettings({}, home).cacheFolder, 'compiled'))).not.toEqual([]);
});
