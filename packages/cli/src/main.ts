/** The process behind `gati`: gives `run` the real world and leaves with its exit code. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { readSettings } from './settings.ts';

const settings = readSettings();
// Types stripped and code compiled once, not at each start. In our own folder: a shared one could be written by others.
enableCompileCache(join(settings.cacheFolder, 'compiled'));

const { run } = await import('./run.ts');
const { default: manifest } = await import('../package.json', { with: { type: 'json' } });

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
  settings,
  workingFolder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  version: manifest.version,
});
// Idle connections would hold the process for seconds; what was written is let out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
