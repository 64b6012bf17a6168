/** What a start tells its user: one line for each step, with the time it took. */
export interface Progress {
  /** Runs a step; `say` tells how far it is. A step that takes no time leaves a line all the same. */
  readonly step: <T>(name: string, work: (say: (detail: string) => void) => Promise<T>) => Promise<T>;
  readonly say: (line: string) => void;
  readonly end: () => void;
}

/** Details of a step that runs long are told at most this often. */
const detailIntervalMs = 2_000;

/** Lines on standard output; nothing is overwritten, so that it reads the same in a terminal and in a log. */
export function createProgress(write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`)): Progress {
  const startedAt = performance.now();
  return {
    step: async (name, work) => {
      const begunAt = performance.now();
      let toldAt = begunAt;
      const say = (detail: string) => {
        if (performance.now() - toldAt < detailIntervalMs) return;
        toldAt = performance.now();
        write(`  … ${name}: ${detail}`);
      };
      const result = await work(say);
      write(`✓ ${name} (${seconds(performance.now() - begunAt)})`);
      return result;
    },
    say: write,
    end: () => write(`✓ ready after ${seconds(performance.now() - startedAt)}`),
  };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
