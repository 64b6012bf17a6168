/** A part of a blob, both ends inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** More ranges than this in one request are no honest reader's (RFC 9110, 14.2: such a request may be answered with everything). */
const rangesMax = 16;

/**
 * What a Range header asks of `sizeBytes` bytes (RFC 9110, section 14).
 * @returns the ranges in the order they were asked for, without those behind the end; `whole` for no header, for other units, for what is not written as ranges, and where the ranges overlap or are too many; `unsatisfiable` when all begin behind the end, and for one that runs backwards
 */
export function parseRanges(header: string | undefined, sizeBytes: number): readonly ByteRange[] | 'whole' | 'unsatisfiable' {
  const list = /^bytes=([\d, -]+)$/.exec(header ?? '')?.[1];
  const texts = list?.replaceAll(' ', '').split(',') ?? [];
  if (texts.length === 0 || texts.length > rangesMax || texts.some((text) => !/^(?:\d{1,15}-\d{0,15}|-\d{1,15})$/.test(text))) return 'whole';
  const ranges = texts.flatMap((text) => rangeOf(text, sizeBytes) ?? []);
  if (ranges.length === 0) return 'unsatisfiable';
  const sorted = ranges.toSorted((one, other) => one.start - other.start);
  return sorted.some(({ start }, index) => index > 0 && start <= sorted[index - 1]!.end) ? 'whole' : ranges;
}

/** `5-9`, `5-` or `-5`; null for what is not there. */
function rangeOf(text: string, sizeBytes: number): ByteRange | null {
  const [first = '', last = ''] = text.split('-');
  if (first === '') {
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? null : { start: sizeBytes - suffix, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start >= sizeBytes || end < start ? null : { start, end };
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
