// Installs what the lockfile says, when that changed since the last time. Built-ins only, because it runs on whatever Node the machine has (20 or newer) before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.gati-installed');
/** The oldest Node that runs TypeScript as it is and has what the product uses. */
const isNewEnough = ([major, minor]) => major >= 26 || (major === 24 && minor >= 15);
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

function fingerprint() {
  const hash = createHash('sha256').update(`${platform}\n`);
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

function install() {
  return new Promise((resolve, reject) => {
    // Without the variables of the npm that runs us, so that its own configuration does not leak into the inner one.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) =>
          !/^npm_(?:config|package|lifecycle)_/i.test(name) ||
          /^npm_config_(?:registry|cache|prefer_offline|offline|userconfig|cafile|proxy|https_proxy|noproxy)$/i.test(name),
      ),
    );
    const child = spawn('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`npm ci ended with ${signal ?? `code ${code}`}`))));
  });
}

function isMusl() {
  return process.platform === 'linux' && process.report?.getReport?.().header?.glibcVersionRuntime === undefined;
}

async function main() {
  if (isMusl())
    throw new Error(
      'This system has musl instead of glibc, and the database and Node that come with the registry need glibc. Use a Debian, Ubuntu, Fedora or similar system.',
    );
  const wanted = fingerprint();
  const present = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (present !== wanted) {
    const startedAt = Date.now();
    console.error('Installing what the lockfile says …');
    const dots = setInterval(() => console.error(`  … ${Math.round((Date.now() - startedAt) / 1000)} s`), 15_000);
    try {
      await install();
    } finally {
      clearInterval(dots);
    }
    writeFileSync(stampFile, wanted);
    console.error(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
  }
  const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const running = process.versions.node.split('.').map(Number);
  if (!existsSync(pinned) && !isNewEnough(running)) {
    throw new Error(
      `There is no Node package for ${platform}, so the registry runs on yours: ${process.version} is too old, Node 24.15 or newer (or 26 or newer) is needed.`,
    );
  }
}

main().catch((error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
