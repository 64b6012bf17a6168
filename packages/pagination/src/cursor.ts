import { RegistryError } from '@gati/errors';
import type { z } from 'zod';

/** Turns a place in one kind of list into an opaque text and back. */
export interface Cursor<P extends readonly unknown[]> {
  readonly encode: (position: P) => string;
  /** @throws VALIDATION_FAILED for a text that this list did not give out: another list's, cut short or made up */
  readonly decode: (text: string, path?: string) => P;
}

/** Longer than any position of ours; a longer text is refused before it is decoded. */
const cursorLengthMax = 1024;

/**
 * Declares the cursor of one list. A position is the sort key of an item, its last part unique, so that a page goes on rightly while items come and go.
 * Its parts are JSON values; an instant is best given as milliseconds or ISO text, a bigint as text.
 * A cursor says where, never who: what may be seen is decided again for every page, so it needs no signature.
 * @param kind  name of the list and its order, for example `members`; a cursor of another kind is refused
 */
export function defineCursor<P extends readonly unknown[]>(kind: string, position: z.ZodType<P>): Cursor<P> {
  const encode = (place: P): string => Buffer.from(JSON.stringify([kind, ...place])).toString('base64url');

  const read = (text: string): P | null => {
    if (text.length > cursorLengthMax) return null;
    let value: unknown;
    try {
      value = JSON.parse(Buffer.from(text, 'base64url').toString());
    } catch {
      return null;
    }
    if (!Array.isArray(value)) return null;
    const parsed = position.safeParse(value.slice(1));
    // One place of one list has one spelling: this refuses another kind, and the foreign characters that Buffer forgives.
    return parsed.success && encode(parsed.data) === text ? parsed.data : null;
  };

  return {
    encode,
    decode: (text, path = 'after') => {
      const place = read(text);
      if (place) return place;
      throw new RegistryError('VALIDATION_FAILED', {
        fields: [
          {
            path,
            message: `«${text.length > 80 ? `${text.slice(0, 80)}…` : text}» is not a cursor of this list`,
            fix: 'Pass the endCursor of the page before, or leave it out for the first page.',
          },
        ],
      });
    },
  };
}
