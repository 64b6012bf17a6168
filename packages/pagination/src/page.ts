import { RegistryError } from '@gati/errors';
import type { Cursor } from './cursor.ts';

/** The arguments of a connection field. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What to read for a page. */
export interface Page<P extends readonly unknown[]> {
  /** How many items to show, 1 to 100. */
  readonly first: number;
  /** How many rows to read: one more than shown, which tells whether more follows. */
  readonly limit: number;
  /** Read what comes after this place; null from the beginning. */
  readonly after: P | null;
}

/** Items on a page at most, as the contract says for every connection. */
export const pageSizeMax = 100;

/**
 * Reads the arguments of a connection field.
 * @param options.defaultSize  how many items where `first` is left out; 20 unless told
 * @throws VALIDATION_FAILED when `first` is not a whole number from 1 to 100, or `after` is no cursor of this list
 */
export function parsePage<P extends readonly unknown[]>(
  { first, after }: PageArguments,
  cursor: Cursor<P>,
  { defaultSize = 20 }: { readonly defaultSize?: number } = {},
): Page<P> {
  const size = first ?? defaultSize;
  if (!Number.isInteger(size) || size < 1 || size > pageSizeMax) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [{ path: 'first', message: `${size} is not a page size`, fix: `Ask for 1 to ${pageSizeMax} items.` }],
    });
  }
  return { first: size, limit: size + 1, after: after === null || after === undefined ? null : cursor.decode(after) };
}
