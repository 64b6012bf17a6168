import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { orNull } from './faults.ts';

/** One file of an upload session: the bytes from `offsetBytes` on. Only the process that made it ever writes to it. */
export interface Segment {
  readonly path: string;
  readonly offsetBytes: number;
  /** Of the file. */
  readonly sizeBytes: number;
}

/** A piece of the session: the first `takeBytes` of a segment. */
export interface Piece {
  readonly path: string;
  readonly takeBytes: number;
}

const namePattern = /^(\d{16})-[0-9a-f-]{36}$/;

/** A name of its own for each segment, so that two processes never write to one file, whatever a client does. */
export const newSegmentPath = (folder: string, offsetBytes: number): string => join(folder, `${String(offsetBytes).padStart(16, '0')}-${randomUUID()}`);

/** The segments of a session's folder; null when there is no such session. */
export async function listSegments(folder: string): Promise<readonly Segment[] | null> {
  const names = await orNull(readdir(folder));
  if (!names) return null;
  const segments: Segment[] = [];
  for (const name of names) {
    const offset = namePattern.exec(name)?.[1];
    const path = join(folder, name);
    const found = offset === undefined ? null : await orNull(stat(path));
    if (found) segments.push({ path, offsetBytes: Number(offset), sizeBytes: found.size });
  }
  return segments;
}

/**
 * The session's bytes in order, without a gap: each segment up to where the next one begins.
 * A segment that starts before its forerunner's end was begun when that one was shorter: a connection that was given up may still have brought some bytes, and they do not count.
 * Of two that start at the same place the longer counts. Whatever comes out, the digest is computed over it before it becomes a blob.
 */
export function chain(segments: readonly Segment[]): { readonly pieces: readonly Piece[]; readonly sizeBytes: number } {
  const sorted = segments.toSorted((a, b) => a.offsetBytes - b.offsetBytes || b.sizeBytes - a.sizeBytes);
  const pieces: Piece[] = [];
  let end = 0;
  for (const [index, { path, offsetBytes, sizeBytes }] of sorted.entries()) {
    if (offsetBytes !== end) continue;
    let next = index + 1;
    while (sorted[next]?.offsetBytes === offsetBytes) next++;
    const takeBytes = Math.min(sizeBytes, (sorted[next]?.offsetBytes ?? Infinity) - offsetBytes);
    if (takeBytes === 0) continue;
    pieces.push({ path, takeBytes });
    end += takeBytes;
  }
  return { pieces, sizeBytes: end };
}
