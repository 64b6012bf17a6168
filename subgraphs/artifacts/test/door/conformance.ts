// The official conformance suite of OCI Distribution against the door: `node subgraphs/artifacts/test/door/conformance.ts [1.0|1.1|dev]`.
// Needs `oci-conformance` on PATH or in $STOCK_DIR/bin: go install github.com/opencontainers/distribution-spec/conformance@latest, and name the program so.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { argv, env, exit } from 'node:process';
import { keyOf } from './fake-namespaces.ts';
import { withDoor } from './serve.ts';

const folders = [...(env['PATH'] ?? '').split(delimiter), ...(env['STOCK_DIR'] ? [join(env['STOCK_DIR'], 'bin')] : [])];
const program = folders.map((folder) => join(folder, 'oci-conformance')).find((path) => existsSync(path));
if (!program) {
  console.error('oci-conformance is missing: go install github.com/opencontainers/distribution-spec/conformance@latest, and put it on PATH under that name.');
  exit(2);
}

/** Leaves of the report by status; groups repeat what is in them. */
function countLeaves(report: string): { counts: Map<string, number>; failed: string[] } {
  const cases = [...report.matchAll(/<testcase\b[^>]*\bname="([^"]*)"[^>]*\bstatus="([^"]*)"/g)].map(([, name = '', status = '']) => ({ name, status }));
  const groups = new Set(cases.flatMap(({ name }) => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))));
  const leaves = cases.filter(({ name }) => !groups.has(name));
  const counts = new Map<string, number>();
  for (const { status } of leaves) counts.set(status, (counts.get(status) ?? 0) + 1);
  return { counts, failed: leaves.filter(({ status }) => /fail|error/i.test(status)).map(({ name }) => name) };
}

const version = argv[2] ?? '1.1';
const status = await withDoor(async (door, folder) => {
  const results = join(folder, 'results');
  const child = spawn(program, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...env,
      OCI_REGISTRY: new URL(door.url).host,
      OCI_TLS: 'disabled',
      OCI_VERSION: version,
      OCI_RESULTS_DIR: results,
      OCI_REPO1: 'conformance/repo1',
      OCI_REPO2: 'conformance/repo2',
      OCI_USERNAME: 'ada',
      OCI_PASSWORD: keyOf('ada'),
      OCI_LOG: 'error',
    },
  });
  const code = await new Promise<number>((resolve) => child.once('exit', (exitCode) => resolve(exitCode ?? 1)));
  const { counts, failed } = countLeaves(await readFile(join(results, 'junit.xml'), 'utf8'));
  console.log(`OCI Distribution ${version}: ${[...counts].map(([name, count]) => `${count} ${name}`).join(', ')}`);
  for (const name of failed) console.log(`failed: ${name}`);
  if (env['KEEP_RESULTS']) await import('node:fs/promises').then(({ cp }) => cp(results, String(env['KEEP_RESULTS']), { recursive: true }));
  return code;
});
exit(status);
