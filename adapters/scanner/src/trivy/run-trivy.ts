import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** More than a report of this size is not read. */
const outputSizeMax = 64 * 1024 ** 2;

/** Runs Trivy in an empty folder of its own, which it gets as HOME too, without any of our environment: no settings and no secrets reach it. Killed with all it has when the signal aborts.
 *  @throws when it cannot be started, ends with an error, says too much, or the signal aborts */
export async function runTrivy(path: string, args: (folder: string) => Promise<readonly string[]> | readonly string[], signal: AbortSignal): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gati-trivy-'));
  try {
    return await run(path, await args(folder), folder, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(path: string, args: readonly string[], folder: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  // A group of its own: what Trivy starts is killed with it.
  const child = spawn(path, args, {
    cwd: folder,
    env: { HOME: folder, TMPDIR: folder, PATH: '/usr/bin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const output: Buffer[] = [];
  let sizeBytes = 0;
  let complaint = '';
  child.stdout.on('data', (piece: Buffer) => {
    sizeBytes += piece.length;
    if (sizeBytes > outputSizeMax) kill();
    else output.push(piece);
  });
  child.stderr.on('data', (piece: Buffer) => {
    complaint = `${complaint}${piece.toString()}`.slice(-2000);
  });
  signal.addEventListener('abort', kill, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      // A program that runs is waited for, also when it was killed: its folder is removed after it.
      child.on('error', (error) => child.pid === undefined && reject(error));
      child.on('close', resolve);
    });
    signal.throwIfAborted();
    if (sizeBytes > outputSizeMax) throw new Error('Trivy reported more than is read.');
    if (code !== 0) throw new Error(`Trivy ended with ${code}: ${lastLine(complaint)}`);
    return Buffer.concat(output).toString();
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** The end of what went wrong, without colours. */
const lastLine = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;]*m/g, '')
    .trim()
    .split('\n')
    .at(-1)
    ?.trim()
    .slice(0, 400) ?? '';
