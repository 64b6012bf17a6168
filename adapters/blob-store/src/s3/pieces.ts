import { RegistryError } from '@gati/errors';
import { slabBytes, type Slabs } from './slabs.ts';

/** Bytes in a borrowed slab; whoever takes the piece gives it back. */
export interface Piece {
  readonly bytes: Buffer;
  readonly giveBack: () => void;
}

export interface CutOptions {
  readonly slabs: Slabs;
  readonly maxSizeBytes: number;
  /** Sees every byte once, in order, before the piece it is in is given out. */
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Until a stream has brought more than this it needs no slab, so a thousand small blobs do not queue for one. */
const looseBytesMax = 256 * 1024;

/**
 * Cuts a stream into full slabs and a rest.
 * When the stream fails, the rest that had arrived comes first and the failure after it.
 * @throws QUOTA_EXCEEDED past the limit, after what fitted
 */
export async function* piecesOf(body: AsyncIterable<Uint8Array>, { slabs, maxSizeBytes, onBytes, signal }: CutOptions): AsyncGenerator<Piece, void, undefined> {
  let loose: Buffer[] = [];
  let slab: Buffer | null = null;
  let filled = 0;
  let sizeBytes = 0;

  const take = (): Piece => {
    const own = slab;
    const bytes = own ? own.subarray(0, filled) : Buffer.concat(loose);
    [loose, slab, filled] = [[], null, 0];
    return { bytes, giveBack: () => own && slabs.giveBack(own) };
  };

  const iterator = body[Symbol.asyncIterator]();
  let isOver = false;
  try {
    let failure: { readonly error: unknown } | null = null;
    for (;;) {
      let chunk: Uint8Array;
      try {
        const next = await iterator.next();
        if (next.done) {
          isOver = true;
          break;
        }
        chunk = next.value;
      } catch (error) {
        isOver = true;
        failure = { error };
        break;
      }
      const found = sizeBytes + chunk.byteLength;
      const fitting = found > maxSizeBytes ? chunk.subarray(0, maxSizeBytes - sizeBytes) : chunk;
      onBytes(fitting);
      sizeBytes += fitting.byteLength;
      for (let from = 0; from < fitting.byteLength;) {
        if (!slab && filled + fitting.byteLength - from <= looseBytesMax) {
          // A copy: a chunk may be a window on a buffer that its owner uses again.
          loose.push(Buffer.from(fitting.subarray(from)));
          filled += fitting.byteLength - from;
          break;
        }
        if (!slab) {
          slab = await slabs.borrow(signal);
          let at = 0;
          for (const piece of loose) at += piece.copy(slab, at);
          loose = [];
        }
        const taken = Math.min(slabBytes - filled, fitting.byteLength - from);
        slab.set(fitting.subarray(from, from + taken), filled);
        filled += taken;
        from += taken;
        if (filled === slabBytes) yield take();
      }
      if (found > maxSizeBytes) {
        failure = { error: new RegistryError('QUOTA_EXCEEDED', { what: 'The size in bytes', limit: maxSizeBytes, found }) };
        break;
      }
    }
    if (filled > 0) yield take();
    if (failure) throw failure.error;
  } finally {
    if (slab) slabs.giveBack(slab);
    // Not awaited: a dead connection may never answer.
    if (!isOver) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
