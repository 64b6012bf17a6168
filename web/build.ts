import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildEnvironment } from './server/settings.ts';

const web = fileURLToPath(new URL('.', import.meta.url));
const root = join(web, '..');
const stampFile = join(web, '.next/gati-build-stamp');

/** Where the built server starts: run it with `PORT`, `HOSTNAME`, `GATI_GATEWAY_URL`, `PUBLIC_URL`, `NEXTAUTH_SECRET` and `NEXTAUTH_URL` in its environment. */
export const serverFile = join(web, '.next/standalone/web/server.js');

/** Everything the build is made from, beside the versions in the lockfile. */
const sources = [
  'web/app',
  'web/design',
  'web/features',
  'web/gql',
  'web/public',
  'web/server',
  'web/build.ts',
  'web/next.config.ts',
  'web/package.json',
  'web/postcss.config.mjs',
  'web/proxy.ts',
  'web/tsconfig.json',
  'packages/errors/src',
  'tsconfig.base.json',
  'package-lock.json',
];

/** Builds the web app if it is not built from the present sources and dependencies; else returns at once. Needs no network and no settings: addresses and secrets are read when it runs. Where another process is building it waits for that build and looks again.
 *  @param log  gets one line for every step
 *  @returns whether it was built here
 *  @throws an Error with the last lines of the build when that fails; the stamp is then gone, so the next start tries again */
export async function buildWebIfNeeded({ log }: { log: (line: string) => void }): Promise<{ readonly isBuilt: boolean }> {
  const stamp = await sourceStamp();
  const isBuiltAlready = async (): Promise<boolean> => existsSync(serverFile) && (await readFile(stampFile, 'utf8').catch(() => null)) === stamp;
  if (await isBuiltAlready()) return { isBuilt: false };
  await takeTurn(log);
  try {
    if (await isBuiltAlready()) return { isBuilt: false };
    const startedAt = performance.now();
    await rm(stampFile, { force: true });
    log('building the web app');
    await runBuild(log);
    // The standalone server serves these from beside itself; Next.js leaves copying them to us.
    await cp(join(web, '.next/static'), join(dirname(serverFile), '.next/static'), { recursive: true });
    if (existsSync(join(web, 'public'))) await cp(join(web, 'public'), join(dirname(serverFile), 'public'), { recursive: true });
    await writeFile(stampFile, stamp);
    log(`built the web app in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return { isBuilt: true };
  } finally {
    await rm(turnFile, { force: true });
  }
}

/** Holds the process id of whoever builds now. */
const turnFile = join(web, '.building');
/** Longest wait for another process's build. */
const patienceMs = 5 * 60 * 1000;

/** Waits until no other process builds, and says that this one does. A turn whose process is gone counts as over. */
async function takeTurn(log: (line: string) => void): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const isTaken = await writeFile(turnFile, String(process.pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    );
    if (isTaken) return;
    const holder = Number(await readFile(turnFile, 'utf8').catch(() => ''));
    if (holder > 0 && !isRunning(holder)) await rm(turnFile, { force: true });
    else if (performance.now() > untilMs)
      throw new Error(`Another process builds the web app and does not come to an end. If there is none, remove ${turnFile}`);
    else if (attempt === 1) log('another process is building the web app; waiting for it');
    await setTimeout(200);
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SHA-256 over the names and contents of all sources, in a fixed order. */
async function sourceStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesUnder(join(root, source))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<readonly string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Steps of the build worth a line; the rest is kept for the case that it fails. */
const shownLine = /Creating an optimized|Compiled|Generating static pages using.*✓|Finalizing/;
const keptLines = 40;

function runBuild(log: (line: string) => void): Promise<void> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  return new Promise((resolve, reject) => {
    const build = spawn(process.execPath, [next, 'build', web], { cwd: root, env: buildEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [build.stdout, build.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        if (shownLine.test(line)) log(line.replace(/^[\s✓]+/, '').replace(/ \.\.\.$/, ''));
      });
    }
    build.on('error', reject);
    build.on('close', (exitCode) =>
      exitCode === 0 ? resolve() : reject(new Error(`The web app could not be built (exit code ${exitCode}):\n${lines.join('\n')}`)),
    );
  });
}

if (import.meta.main) {
  const { isBuilt } = await buildWebIfNeeded({ log: (line) => console.log(line) });
  if (!isBuilt) console.log('the web app is built from these sources already');
}
