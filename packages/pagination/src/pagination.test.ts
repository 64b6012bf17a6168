import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildConnection, defineCursor, emptyConnection, parsePage, type Connection, type Page } from './index.ts';

const cursor = defineCursor('numbers', z.tuple([z.number().int(), z.string()]));
const refusal = expect.objectContaining({ code: 'VALIDATION_FAILED' });
/** Rows as a database would give them: in order, after a place, at most so many. */
const read = (all: readonly number[], { after, limit }: { after: readonly [number, string] | null; limit: number }) =>
  all.filter((value) => after === null || value > after[0]).slice(0, limit);

describe('a cursor', () => {
  test('leads back to the place it was made of', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string({ maxLength: 50 }), (a, b) => {
        expect(cursor.decode(cursor.encode([a, b]))).toEqual([a, b]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['empty', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['of another list', defineCursor('letters', z.tuple([z.number(), z.string()])).encode([1, 'a'])],
    ['of another shape', Buffer.from('["numbers","1","a"]').toString('base64url')],
    ['with a part too many', Buffer.from('["numbers",1,"a",2]').toString('base64url')],
    ['with a foreign character', `${cursor.encode([1, 'a'])}!`],
    ['spelled differently', Buffer.from('["numbers", 1, "a"]').toString('base64url')],
    ['cut short', cursor.encode([1, 'abc']).slice(0, -3)],
    ['far too long', cursor.encode([1, 'a'.repeat(2000)])],
  ])('is refused when it is %s', (_, text) => {
    expect(() => cursor.decode(text)).toThrow(refusal);
  });
});

describe('a page', () => {
  test.each([0, -1, 101, 1.5, Number.NaN])('of %d items is refused', (first) => {
    expect(() => parsePage({ first }, cursor)).toThrow(refusal);
  });

  test('has twenty items unless told, and reads one more than it shows', () => {
    expect(parsePage({}, cursor)).toEqual({ first: 20, limit: 21, after: null });
    expect(parsePage({ first: null, after: null }, cursor, { defaultSize: 50 })).toEqual({ first: 50, limit: 51, after: null });
  });
});

test('pages joined by their cursors are the whole list, nothing twice and nothing missing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (values, first) => {
      const all = values.toSorted((a, b) => a - b);
      const seen: number[] = [];
      let after: string | null = null;
      for (;;) {
        const page: Page<[number, string]> = parsePage({ first, after }, cursor);
        const connection: Connection<number> = buildConnection(read(all, page), page, cursor, (value) => [value, 'x']);
        expect(connection.nodes.length).toBeLessThanOrEqual(first);
        expect(connection.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...connection.nodes);
        if (!connection.pageInfo.hasNextPage) break;
        after = connection.pageInfo.endCursor;
      }
      expect(seen).toEqual(all);
    }),
    { numRuns: 150 },
  );
});

test('an empty page has no cursors', () => {
  const page = parsePage({}, cursor);
  expect({ ...buildConnection([], page, cursor, () => [0, '']), totalCount: 0 }).toEqual(emptyConnection);
});
