import type { BlobStore } from '@gati/blob-store';
import type { Database, Transaction } from '@gati/database';
import type { WriteSideDependencies } from '../../src/write-side.ts';

/** What a dead process can no more do. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

type AnyFunction = (...given: unknown[]) => unknown;

/**
 * A database and a store that die at one step: each transaction and each change of the store is two steps, just before and just after it happens. From then on nothing happens any more, as if the process had been killed there: what is on the disk and in the tables stays.
 * An open transaction is rolled back, as the database does when a connection goes.
 */
export function createMortal({ database, blobs }: { readonly database: Pick<Database, 'client' | 'transaction'>; readonly blobs: BlobStore }) {
  let stepsLeft = Infinity;
  let steps = 0;
  let isDead = false;
  const living = (): void => {
    if (isDead) throw new Killed();
  };
  const step = (): void => {
    living();
    steps++;
    if (--stepsLeft <= 0) {
      isDead = true;
      throw new Killed();
    }
  };
  const stepped = async (work: () => Promise<unknown>): Promise<unknown> => {
    step();
    const result = await work();
    step();
    return result;
  };

  /** Everything that is asked of it fails once the process is dead. */
  const whileLiving = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (from, key) => {
        const member = Reflect.get(from, key) as unknown;
        if (typeof member === 'function')
          return (...given: unknown[]) => {
            living();
            return (member as AnyFunction).apply(from, given);
          };
        return typeof member === 'object' && member !== null ? whileLiving(member) : member;
      },
    });

  const changing = new Set<string>(['write', 'begin', 'append', 'commit', 'abort', 'remove', 'setAside', 'sweep']);
  const store = new Proxy(blobs, {
    get: (from, key) => {
      const member = Reflect.get(from, key) as unknown;
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (changing.has(String(key))) return stepped(async () => (member as AnyFunction).apply(from, given));
        living();
        return (member as AnyFunction).apply(from, given);
      };
    },
  });

  return {
    /** Dies at this step from now on, counted from 1. */
    dieAt: (count: number): void => void (stepsLeft = count),
    isDead: (): boolean => isDead,
    steps: (): number => steps,
    overrides: {
      blobs: store,
      tables: whileLiving(database.client),
      transaction: (work) =>
        stepped(() =>
          database.transaction(async (tables) => {
            const result = await work(whileLiving(tables), async (name, payload) => void (await tables.outboxFact.create({ data: { name, payload } })));
            living();
            return result;
          }),
        ) as never,
      onProblem: () => {},
    } satisfies Partial<WriteSideDependencies> & { readonly tables: Transaction },
  };
}
export type Mortal = ReturnType<typeof createMortal>;
