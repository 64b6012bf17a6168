import type { Readable, Writable } from 'node:stream';

/** What is smaller costs more to give back than it weighs. */
const worthwhileBytes = 4 * 1024;

/**
 * Gives the memory of a piece of a body back now, for whoever has it to himself and is done with it; it is empty afterwards.
 * A body arrives in buffers of 64 KiB outside of the heap. Left to the garbage collector, every 100 MB of them cost it two or three full collections, about a third of the time that it takes to receive and hash them.
 */
export function giveBack(piece: Uint8Array): void {
  const { buffer } = piece;
  // Where something else lies in the same memory, it stays.
  if (piece.byteLength >= worthwhileBytes && piece.byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** The body, whose pieces are good until the next one is asked for: their memory is given back then. */
export async function* lentPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of body) {
    yield piece;
    giveBack(piece);
  }
}

/**
 * Sends everything of a source on, as fast as the target takes it, and ends the target; like `pipe`, but what has left is given back at once. The source's pieces are nobody else's.
 * Errors of both are the caller's to handle.
 * @param onPiece  told of each piece before it is sent
 * @returns stops sending; the source stays paused
 */
export function passOn(source: Readable, target: Writable, onPiece: (piece: Uint8Array) => void = () => {}): () => void {
  const onDrain = (): void => void source.resume();
  const onData = (piece: Uint8Array): void => {
    onPiece(piece);
    const goesOn = target.write(piece, () => giveBack(piece));
    if (goesOn || target.destroyed) return;
    source.pause();
    target.once('drain', onDrain);
  };
  const onEnd = (): void => void target.end();
  source.on('data', onData).once('end', onEnd);
  return () => {
    source.off('data', onData).off('end', onEnd).pause();
    target.off('drain', onDrain);
  };
}
