/** The process behind `gati`: gives `run` the real world and leaves with its exit code. */
import manifest from '../package.json' with { type: 'json' };
import { run } from './run.ts';
import { readSettings } from './settings.ts';

const interruption = new AbortController();
const interrupt = (): void => {
  // The second time nobody waits for anything to be cleared up.
  if (interruption.signal.aborted) process.exit(130);
  interruption.abort(new Error('Interrupted.'));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// `gati … | head` is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), {
  settings: readSettings(),
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  version: manifest.version,
});
// Idle connections would hold the process for seconds; what was written is let out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
