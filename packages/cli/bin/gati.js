#!/usr/bin/env node
// Plain JavaScript for any Node: hands over to the Node that comes with the project, where this one is another.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { constants, homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const main = join(here, '../src/main.ts');
const modules = join(here, '../../../node_modules');
const pinned = process.platform === 'win32' ? join(modules, `node-win-${process.arch}`, 'bin', 'node.exe') : join(modules, '.bin', 'node');

/** Types stripped and code compiled once, not at each start: on from the first module, because the first to be stripped loads the compiler.
 *  In the cache folder of settings.ts; one that others write to could bring their code. */
const cacheHome = process.env.XDG_CACHE_HOME ?? '';
const compiled = join(isAbsolute(cacheHome) ? cacheHome : join(homedir(), '.cache'), 'gati', 'compiled');

/** Node 24.15 and 26 run TypeScript as it is without a warning. */
function fits(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 15);
}

function handOver() {
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
  // A terminal sends Ctrl-C to both; this one waits for what the other makes of it. Other signals are passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`gati: ${pinned} does not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

if (existsSync(pinned) && realpathSync(pinned) !== realpathSync(process.execPath)) handOver();
else if (fits(process.versions.node)) {
  module.enableCompileCache(compiled);
  await import(new URL('../src/main.ts', import.meta.url).href);
} else {
  console.error(
    `gati needs Node ^24.15 or >=26; this is ${process.versions.node}. Install what the project brings with it (npm ci), or a newer Node: https://nodejs.org`,
  );
  process.exitCode = 1;
}
