import type { MakeId } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import { setTimeout as wait } from 'node:timers/promises';
import { noSuchUpload } from './open-upload.ts';
import type { Tables } from './ports.ts';
import { uploads } from './repository/uploads.ts';
import { UploadConflict } from './upload-conflict.ts';

/** A client that has sent nothing for so long is taken for gone: another request may go on in its place. */
const silenceMs = 1_500;
/** How often a writer gives a sign of life. */
const beatMs = 400;
/** How often one that waits looks whether the other is still there. */
const lookMs = 100;

/** What a writer holds while it works. */
export interface Writing {
  /** Fires when another request has taken the session over. */
  readonly lost: AbortSignal;
  /** The stream; while it keeps the writer waiting, the writer counts as silent. */
  readonly watched: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

export type WriteUpload = <T>(uploadId: string, work: (writing: Writing) => Promise<T>) => Promise<T>;

/**
 * One writer for each session, over all processes. Whoever comes while another request's bytes still arrive is refused; a client that lost its connection goes on at once when we have seen it close, and after 1.5 seconds of silence when we have not (a network that just went away closes nothing).
 * Were both ever to write, the store would still keep only bytes that have the digest; this law is for clients that must be told.
 * @throws UploadConflict when another request writes, or has taken over; NOT_FOUND when the session ended meanwhile
 */
export const createUploadWriting =
  ({
    tables,
    makeId,
    sizeOf,
  }: {
    readonly tables: Tables;
    readonly makeId: MakeId;
    readonly sizeOf: (uploadId: string) => Promise<number | null>;
  }): WriteUpload =>
  async (uploadId, work) => {
    const writerId = makeId();
    const isOver = async (): Promise<boolean> => (await uploads(tables).find(uploadId)) === null;
    const conflict = async (): Promise<Error> =>
      (await isOver()) ? noSuchUpload(uploadId) : new UploadConflict('written by another', (await sizeOf(uploadId)) ?? 0);
    const giveUpAt = performance.now() + silenceMs + 2 * beatMs;
    while (!(await uploads(tables).takeWriting(uploadId, writerId, silenceMs))) {
      if (performance.now() > giveUpAt) throw await conflict();
      await wait(lookMs);
    }

    const lost = new AbortController();
    let isWaiting = false;
    let hasHeard = true;
    const beat = async (): Promise<void> => {
      if (isWaiting && !hasHeard) return;
      hasHeard = false;
      // A database that is away for a moment ends nobody's upload.
      if (
        !(await uploads(tables)
          .keepWriting(uploadId, writerId)
          .catch(() => true))
      )
        lost.abort(await conflict());
    };
    const timer = setInterval(() => void beat(), beatMs).unref();
    const watched: Writing['watched'] = (body) => ({
      [Symbol.asyncIterator]: () => {
        const iterator = body[Symbol.asyncIterator]();
        return {
          next: async () => {
            isWaiting = true;
            const piece = await iterator.next();
            isWaiting = false;
            hasHeard = true;
            return piece;
          },
          return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
        };
      },
    });

    /** @returns whether nobody took the session over */
    const end = (): Promise<boolean> => {
      clearInterval(timer);
      return uploads(tables).endWriting(uploadId, writerId);
    };
    let result;
    try {
      result = await work({ lost: lost.signal, watched });
    } catch (error) {
      throw (await end()) || isRegistryError(error) || error instanceof UploadConflict ? error : await conflict();
    }
    // What ended the session itself has nothing to fear.
    if (!(await end()) && !(await isOver())) throw await conflict();
    return result;
  };
