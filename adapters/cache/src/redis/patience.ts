interface Options {
  /** So long an answer may take. */
  readonly patienceMs: number;
  /** So long nothing is asked after one that failed. */
  readonly restMs: number;
  /** Told once for each outage. */
  readonly onProblem: (error: unknown) => void;
}

/** Asks a server that may be away or hang: after one failure it is left alone for a while, so that an outage costs each caller nothing. */
export function createPatience({ patienceMs, restMs, onProblem }: Options) {
  let restsUntil = 0;
  let isDown = false;

  return async <T>(ask: () => Promise<T>, otherwise: () => T | Promise<T>): Promise<T> => {
    if (performance.now() < restsUntil) return otherwise();
    try {
      const answer = await within(patienceMs, ask());
      isDown = false;
      return answer;
    } catch (error) {
      restsUntil = performance.now() + restMs;
      if (!isDown) onProblem(error);
      isDown = true;
      return otherwise();
    }
  };
}

/** @throws when the work takes longer */
export function within<T>(patienceMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
