import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for whoever holds it; default 60 s. */
  readonly waitMs?: number;
}

const pollMs = { min: 15, max: 60 };
/** A holder touches its lock this often; one untouched for much longer belongs to nobody any more (another machine's, say, on a shared home). */
const touchMs = 5_000;
const abandonedMs = 30_000;

/** Another process holds the lock for longer than we wait. */
export class LockedError extends Error {
  constructor(path: string) {
    super(`Another gati is at work and holds ${path}; if none is, remove that file.`);
    this.name = 'LockedError';
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether whoever wrote the lock is gone. */
async function isAbandoned(path: string, owner: string): Promise<boolean> {
  const pid = Number(owner.split(' ')[0]);
  if (Number.isSafeInteger(pid) && pid > 0 && !isAlive(pid)) return true;
  const touched = await stat(path).catch(() => null);
  return touched !== null && Date.now() - touched.mtimeMs > abandonedMs;
}

/** Takes an abandoned lock away. Of several who try one wins; whoever moved a lock that was taken anew in between puts it back. */
async function removeAbandoned(path: string, owner: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8').catch(() => owner)) !== owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Runs `work` while no other process that asks for the same lock does. Locks of killed processes are taken over.
 *  @throws LockedError · the signal's reason · what `work` throws */
export async function withFileLock<T>(path: string, work: () => Promise<T>, { signal, waitMs = 60_000 }: LockOptions = {}): Promise<T> {
  const owner = `${process.pid} ${randomUUID()}`;
  const until = performance.now() + waitMs;
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    signal?.throwIfAborted();
    try {
      await writeFile(path, owner, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readFile(path, 'utf8').catch(() => null);
    // Empty: it is being written at this moment.
    if (holder && (await isAbandoned(path, holder))) await removeAbandoned(path, holder);
    else if (performance.now() > until) throw new LockedError(path);
    else await pause(pollMs.min + Math.random() * (pollMs.max - pollMs.min));
  }
  const touch = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), touchMs);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if ((await readFile(path, 'utf8').catch(() => null)) === owner) await rm(path, { force: true });
  }
}
