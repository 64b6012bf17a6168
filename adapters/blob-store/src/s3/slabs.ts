/** Of one slab: what is sent in one request. S3 takes parts of 5 MiB to 5 GiB, 10,000 of them: 97 GiB in all. */
export const slabBytes = 10 * 1024 * 1024;
/** S3's least size of every part but the last. */
export const partBytesMin = 5 * 1024 * 1024;

/** Buffers of `slabBytes` that transfers borrow: their number bounds the memory of all transfers together. */
export interface Slabs {
  /** Waits for its turn while all are lent. @throws the signal's reason */
  readonly borrow: (signal?: AbortSignal) => Promise<Buffer>;
  readonly giveBack: (slab: Buffer) => void;
}

/** Touching new memory costs as much as hashing it, so that what the next request of a push needs is kept so long. */
const idleMs = 1_000;

/** @param idleMax  how many stay allocated while nobody needs them, for a second */
export function createSlabs({ max, idleMax }: { readonly max: number; readonly idleMax: number }): Slabs {
  const idle: Buffer[] = [];
  const waiting = new Set<(slab: Buffer) => void>();
  let lent = 0;
  let release: NodeJS.Timeout | undefined;

  return {
    borrow: (signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        clearTimeout(release);
        if (lent < max) {
          lent++;
          resolve(idle.pop() ?? Buffer.allocUnsafeSlow(slabBytes));
          return;
        }
        const onAbort = (): void => {
          waiting.delete(take);
          reject(signal?.reason);
        };
        const take = (slab: Buffer): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve(slab);
        };
        waiting.add(take);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    giveBack: (slab) => {
      const [next] = waiting;
      if (next) {
        waiting.delete(next);
        next(slab);
        return;
      }
      lent--;
      if (idle.length < idleMax) idle.push(slab);
      if (lent === 0) release = setTimeout(() => (idle.length = 0), idleMs).unref();
    },
  };
}
