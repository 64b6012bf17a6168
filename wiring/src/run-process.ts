import { SettingsError } from '@gati/config';
import { StartError } from './data-folder.ts';
import type { Closing } from './closing.ts';

/**
 * Runs a process to its end: Ctrl-C or SIGTERM closes everything in order, a second one ends it at once.
 * What its user can mend is told in a few words without a stack; exit code 1.
 */
export async function runProcess(closing: Closing, start: () => Promise<void>): Promise<void> {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(130);
    isStopping = true;
    void closing.close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    await start();
  } catch (error) {
    if (isStopping) return;
    const isKnown = error instanceof StartError || error instanceof SettingsError;
    console.error(isKnown ? `\n${(error as Error).message}` : error);
    await closing.close();
    process.exit(1);
  }
}

/** What listening on a taken port looks like. */
export function asStartError(error: unknown, port: number, variable = 'PORT'): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartError(`The port ${port} is taken by another program: stop it, or set ${variable} to a free one.`, { cause: error });
  if (code === 'EACCES')
    return new StartError(`The port ${port} needs rights that this user does not have: set ${variable} to one above 1023.`, { cause: error });
  if (code === 'EADDRNOTAVAIL') return new StartError('HOST is no address of this machine.', { cause: error });
  return error;
}
