// Everything that must hold before a change is taken: lint, types, generated code, tests. Ends with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Each begins when the one before has ended: two cores are the machine that is planned for. */
const steps: readonly Step[] = [
  { name: 'project graph', command: ['nx', 'show', 'projects'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '--cache', '.'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web app', command: ['tsc', '-p', 'web/tsconfig.json'] },
  { name: 'generated code', command: ['node', 'tools/check-generated.ts'] },
];

const { values, positionals } = parseArgs({ options: { only: { type: 'string' }, shape: { type: 'string' } }, allowPositionals: true });
const report = join(tmpdir(), `gati-tests-${process.pid}.json`);
let passed = 0;
let failed = 0;

if (!values.shape && values.only !== 'tests') {
  for (const step of steps) {
    if (await runStep(step)) passed++;
    else failed++;
  }
}
if (values.only !== 'checks') {
  // The other shape drives the same journeys; everything else does not know of shapes.
  const projects = (values.shape ? ['acceptance'] : ['unit', 'database', 'acceptance', 'browser']).flatMap((name) => ['--project', name]);
  const command = ['vitest', 'run', ...projects, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...positionals] as const;
  const isGreen = await runStep({ name: 'tests', command: [...command] });
  const counts = countsOf(report);
  passed += counts.passed;
  // A run that ends red without a failing test (a hook, a leak) is red all the same.
  failed += isGreen ? counts.failed : Math.max(1, counts.failed);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runStep({ name, command: [program, ...parameters] }: Step): Promise<boolean> {
  const startedAt = performance.now();
  console.log(`▸ ${name}`);
  const isQuiet = name === 'project graph';
  const child = spawn(program, parameters, {
    stdio: ['ignore', isQuiet ? 'ignore' : 'inherit', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false', APOLLO_TELEMETRY_DISABLED: 'true', ...(values.shape ? { ACCEPTANCE_SHAPE: values.shape } : {}) },
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => (console.error(error.message), resolve(1)));
    child.once('exit', (status) => resolve(status ?? 1));
  });
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  return code === 0;
}

function countsOf(file: string): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(file, { force: true });
  }
}
