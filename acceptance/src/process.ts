import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..', '..');

export interface RunningProcess {
  readonly name: string;
  readonly child: ChildProcess;
  /** What it has said so far on both streams. */
  readonly output: () => string;
  /** Its exit code, when it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** Only what a program needs to run: nothing of the tester's own settings reaches it. */
const surroundings = (): Record<string, string> =>
  Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'].flatMap((name) => (process.env[name] ? [[name, process.env[name] as string]] : [])));

/** Starts a program of the project with these settings alone. */
export function startProcess(name: string, parameters: readonly string[], environment: Readonly<Record<string, string>>): RunningProcess {
  const child = spawn(process.execPath, parameters, {
    cwd: projectFolder,
    env: { ...surroundings(), NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (piece: string) => (text = (text + piece).slice(-200_000));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    name,
    child,
    output: () => text,
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}

/** Asks until the condition holds. @throws when it does not within the time, or when a process has ended */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { patienceMs = 30_000, processes = [] as readonly RunningProcess[] } = {},
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    const dead = processes.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    if (dead) throw new Error(`${dead.name} ended while waiting for ${what}:\n${dead.output()}`);
    if (performance.now() > deadline)
      throw new Error(`${what} did not happen within ${patienceMs} ms:\n${processes.map(({ name, output }) => `--- ${name}\n${output()}`).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
