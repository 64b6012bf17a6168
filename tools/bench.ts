// npm run bench -- <name>: runs a benchmark by name; without one, lists them.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const files = new Map(
  globSync('{gateway,packages/*,adapters/*,subgraphs/*,wiring,acceptance}/bench/*.bench.ts', { cwd: root }).map((file) => [basename(file, '.bench.ts'), file]),
);
const name = process.argv[2];
const file = name === undefined ? undefined : files.get(name);
if (file === undefined) {
  console.error(`${name === undefined ? 'Which benchmark?' : `There is no benchmark «${name}».`} There are: ${[...files.keys()].sort().join(', ')}.`);
  process.exit(2);
}
spawn(process.execPath, [file, ...process.argv.slice(3)], { cwd: root, stdio: 'inherit' }).once('exit', (code) => (process.exitCode = code ?? 1));
