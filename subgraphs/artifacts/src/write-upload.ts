import type { Principal } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import { setTimeout as wait } from 'node:timers/promises';
import type { Access } from './access.ts';
import { isUploadId, noSuchUpload, openUpload, type OpenUpload, type UploadReference } from './open-upload.ts';
import type { Tables } from './ports.ts';
import type { NamespaceHolding } from './repository/storage.ts';
import { takeWriting, uploads } from './repository/uploads.ts';
import { UploadConflict } from './upload-conflict.ts';

/** A client that has sent nothing for so long is taken for gone: another request may go on in its place. */
const silenceMs = 1_500;
/** How often a writer gives a sign of life. */
const beatMs = 400;
/** How often one that waits looks whether the other is still there. */
const lookMs = 100;

/** What a writer holds while it works. */
export interface Writing extends OpenUpload {
  /** What the session's namespace held when this began. */
  readonly held: NamespaceHolding;
  /** Fires when another request has taken the session over. */
  readonly lost: AbortSignal;
  /** The stream; while it keeps the writer waiting, the writer counts as silent. */
  readonly watched: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

export type WriteUpload = <T>(principal: Principal, reference: UploadReference, work: (writing: Writing) => Promise<T>) => Promise<T>;

/**
 * The caller's own session, and one writer for each, over all processes. Whoever comes while another request's bytes still arrive is refused; a client that lost its connection goes on at once when we have seen it close, and after 1.5 seconds of silence when we have not (a network that just went away closes nothing).
 * Were both ever to write, the store would still keep only bytes that have the digest; this law is for clients that must be told.
 * Rights are looked up while the session is taken: only its own account takes it, and gives it back at once where it may push no more.
 * @throws UploadConflict when another request writes, or has taken over
 * @throws NOT_FOUND for a session that is not the caller's, or over, and what `forPushing` throws
 */
export const createUploadWriting =
  ({
    access,
    tables,
    clock,
    makeId,
    sizeOf,
  }: {
    readonly access: Pick<Access, 'forPushing'>;
    readonly tables: Tables;
    readonly clock: Clock;
    readonly makeId: MakeId;
    readonly sizeOf: (uploadId: string) => Promise<number | null>;
  }): WriteUpload =>
  async (principal, reference, work) => {
    const { uploadId } = reference;
    const writerId = makeId();
    const isOver = async (): Promise<boolean> => (await uploads(tables).find(uploadId)) === null;
    const conflict = async (): Promise<Error> =>
      (await isOver()) ? noSuchUpload(uploadId) : new UploadConflict('written by another', (await sizeOf(uploadId)) ?? 0);
    const giveBack = (): Promise<boolean> => uploads(tables).endWriting(uploadId, writerId);
    const take = async (): Promise<NamespaceHolding | null> =>
      isUploadId(uploadId) && principal.kind !== 'anonymous'
        ? takeWriting(tables, { id: uploadId, accountId: principal.accountId, writerId, silenceMs })
        : null;

    const giveUpAt = performance.now() + silenceMs + 2 * beatMs;
    const [opening, taking] = await Promise.allSettled([openUpload({ access, tables, clock }, principal, reference), take()]);
    if (opening.status === 'rejected') {
      if (taking.status === 'fulfilled' && taking.value) await giveBack();
      throw opening.reason;
    }
    if (taking.status === 'rejected') throw taking.reason;
    let held = taking.value;
    while (!held) {
      if (performance.now() > giveUpAt) throw await conflict();
      await wait(lookMs);
      held = await take();
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
      return giveBack();
    };
    let result;
    try {
      result = await work({ ...opening.value, held, lost: lost.signal, watched });
    } catch (error) {
      throw (await end()) || isRegistryError(error) || error instanceof UploadConflict ? error : await conflict();
    }
    // What ended the session itself has nothing to fear.
    if (!(await end()) && !(await isOver())) throw await conflict();
    return result;
  };
