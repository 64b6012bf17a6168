import type { StoredObject } from './bucket.ts';
import { offsetOfPiece } from './keys.ts';

/** A part of a session: an object that never changes. */
export interface SessionPiece extends StoredObject {
  readonly offsetBytes: number;
}

export interface Chain {
  /** In order, without a gap. */
  readonly pieces: readonly SessionPiece[];
  readonly sizeBytes: number;
  /** What stands behind a gap or is covered by others: a write that failed, a writer that was overtaken, pieces that were merged. */
  readonly stranded: readonly SessionPiece[];
}

/**
 * The bytes of a session, from the objects it has. Where several begin at the same place the longest counts, and what begins inside another does not.
 * Whatever comes out, the digest is computed over it before it becomes a blob.
 */
export function chainOf(objects: readonly StoredObject[]): Chain {
  const all = objects.flatMap((object) => {
    const offsetBytes = offsetOfPiece(object.key);
    return offsetBytes === null ? [] : [{ ...object, offsetBytes }];
  });
  const sorted = all.toSorted((a, b) => a.offsetBytes - b.offsetBytes || b.sizeBytes - a.sizeBytes || (a.key < b.key ? -1 : 1));
  const pieces: SessionPiece[] = [];
  const stranded: SessionPiece[] = [];
  let end = 0;
  for (const piece of sorted) {
    const follows = piece.offsetBytes === end && piece.sizeBytes > 0;
    (follows ? pieces : stranded).push(piece);
    if (follows) end += piece.sizeBytes;
  }
  return { pieces, sizeBytes: end, stranded };
}
