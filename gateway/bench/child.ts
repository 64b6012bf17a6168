import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** In a child process: says that it is ready, and answers each later message with the CPU time it has used, in microseconds. */
export function ready(facts: Readonly<Record<string, string>>): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicroseconds: user + system });
  });
  process.send?.(facts);
}

/** A process of the bench. */
export interface Child {
  /** What it said when it was ready. */
  readonly facts: Readonly<Record<string, string>>;
  cpuMicroseconds(): Promise<number>;
  stop(): Promise<void>;
}

/** The child's next message, or an error when it ends without one. */
function answerOf(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a process of the bench ended early (${String(code)})`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer as Record<string, unknown>);
    });
  });
}

/** Starts a file of the bench as a process of its own and waits until it is ready. */
export async function start(file: string, ...args: string[]): Promise<Child> {
  const child = fork(new URL(file, import.meta.url), args, { env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' } });
  const facts = (await answerOf(child)) as Record<string, string>;
  return {
    facts,
    async cpuMicroseconds() {
      child.send('cpu');
      return Number((await answerOf(child))['cpuMicroseconds']);
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
