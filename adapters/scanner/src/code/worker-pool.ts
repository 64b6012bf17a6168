import { Worker } from 'node:worker_threads';
import type { Suspicion } from './code-rules.ts';
import type { References } from './references.ts';

export interface Question {
  readonly id: number;
  readonly path: string;
  readonly content: Uint8Array;
  readonly runsAtInstall: boolean;
  /** A shell script, or what may be JavaScript and need not be. */
  readonly isShell: boolean;
  readonly isGuess: boolean;
}
/** What is said of a file. */
export interface Judgement {
  readonly suspicions: readonly Suspicion[];
  /** Whether it is code. */
  readonly isRead: boolean;
  readonly references: References;
}
export interface Answer extends Judgement {
  readonly id: number;
}

export interface WorkerLimits {
  /** For one file of 2 MB; larger ones have more in proportion. */
  readonly fileTimeoutMs: number;
  /** Of the thread's heap. */
  readonly memoryMiB: number;
  /** How long the thread is kept when there is nothing to do: it holds 150 MB. */
  readonly idleMs: number;
}

/** One thread that judges files, one at a time, in the order they are asked. Started when it is first needed, ended when it is idle, and ended at once when a file takes too long, too much memory or is given up: the next file gets a fresh one. */
export interface CodeWorker {
  /** @throws when the file could not be judged within the limits, or the signal's reason: never an empty answer instead */
  readonly judge: (file: Omit<Question, 'id'>, signal: AbortSignal) => Promise<Judgement>;
  /** Starts the thread, so that the first file need not wait for it. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The thread loads a parser and its libraries; on a busy machine that takes seconds. */
const startTimeoutMs = 60_000;
const usualSizeBytes = 2 * 1024 ** 2;

export function codeWorker({ fileTimeoutMs, memoryMiB, idleMs }: WorkerLimits): CodeWorker {
  let running: Promise<Worker> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let nextId = 0;

  const start = async (): Promise<Worker> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'code-scanner',
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
      // Nothing of ours is for it to see.
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker.unref();
    await answerOf(worker, (message) => message === 'ready', startTimeoutMs, undefined, 'The code scanner did not start in time.');
    return worker;
  };
  const started = (): Promise<Worker> => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  const end = async (): Promise<void> => {
    const ending = running;
    running = undefined;
    await (await ending?.catch(() => undefined))?.terminate();
  };

  const judgeNow = async (file: Omit<Question, 'id'>, signal: AbortSignal): Promise<Judgement> => {
    signal.throwIfAborted();
    clearTimeout(idle);
    const id = nextId++;
    const timeoutMs = fileTimeoutMs * Math.max(1, Math.ceil(file.content.length / usualSizeBytes));
    try {
      const worker = await started();
      worker.postMessage({ id, ...file } satisfies Question);
      const answer = await answerOf(
        worker,
        (message) => (message as Answer).id === id,
        timeoutMs,
        signal,
        `${file.path} could not be judged within ${timeoutMs} ms.`,
      );
      return answer as Answer;
    } catch (error) {
      // Its state is unknown now, and it may still be busy.
      await end();
      throw error;
    } finally {
      idle = setTimeout(() => void end(), idleMs).unref();
    }
  };

  return {
    judge: (file, signal) => {
      const turn = last.then(() => judgeNow(file, signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    start: async () => void (await started()),
    close: async () => {
      clearTimeout(idle);
      await end();
    },
  };
}

/** The next message that fits; fails when the thread fails or ends, the time is over or the signal aborts. */
async function answerOf(
  worker: Worker,
  fits: (message: unknown) => boolean,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  tooLate: string,
): Promise<unknown> {
  const listeners = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const onMessage = (message: unknown): void => void (fits(message) && resolve(message));
      const onError = (error: unknown): void => reject(new Error(`The code scanner failed: ${(error as Error).message}`, { cause: error }));
      const onExit = (): void => reject(new Error('The code scanner ended before its answer.'));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      const timer = setTimeout(() => reject(new Error(tooLate)), timeoutMs);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: listeners.signal });
      listeners.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      });
    });
  } finally {
    listeners.abort();
  }
}
