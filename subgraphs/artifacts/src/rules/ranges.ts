/** A part of a blob, both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a Range header asks of `sizeBytes` bytes (RFC 9110, section 14).
 * @returns `whole` for no header, for other units, and for several ranges at once, which a server may answer with everything; `unsatisfiable` for what begins behind the end, and for one that runs backwards
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? '').replaceAll(' ', ''));
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? 'unsatisfiable' : { start: sizeBytes - suffix, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start >= sizeBytes || end < start ? 'unsatisfiable' : { start, end };
}

/** The Content-Range of a chunk as OCI writes it, `0-1023`, or as HTTP does, `bytes 0-1023/*`; null for anything else. */
export function parseContentRange(header: string): ByteRange | null {
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d{1,15}|\*))?$/.exec(header.trim());
  if (!match) return null;
  const [start, end] = [Number(match[1]), Number(match[2])];
  return end < start ? null : { start, end };
}

/** Whether an If-None-Match header names this entity tag (RFC 9110, section 13.1.2; the weak comparison). */
export const matchesEntityTag = (header: string | undefined, entityTag: string): boolean =>
  (header ?? '').split(',').some((candidate) => ['*', entityTag].includes(candidate.trim().replace(/^W\//, '')));
