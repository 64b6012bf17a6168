import type { Scope } from '@gati/authority';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertMayGrant, type Grant } from './api-key-rights.ts';

const grants: fc.Arbitrary<Grant> = fc.record({
  scopes: fc.uniqueArray(fc.constantFrom<Scope>('read', 'publish', 'admin')).map((scopes) => new Set(scopes)),
  limitedTo: fc.option(
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c')).map((ids) => new Set(ids)),
    { nil: null },
  ),
  expiresAt: fc.option(
    fc.integer({ min: 1, max: 5 }).map((day) => new Date(day)),
    { nil: null },
  ),
});
const isGranted = (creator: Grant | null, wanted: Grant): boolean => {
  try {
    assertMayGrant(creator, wanted);
    return true;
  } catch (error) {
    expect((error as { code: string }).code).toBe('FORBIDDEN');
    return false;
  }
};
/** Whatever the one may do, somewhere and at some time, the other may too. */
const includes = (more: Grant, less: Grant): boolean => {
  const places = ['a', 'b', 'c', 'elsewhere'];
  const times = [0, 1, 2, 3, 4, 5, 99];
  const may = ({ scopes, limitedTo, expiresAt }: Grant, scope: Scope, place: string, time: number) =>
    scopes.has(scope) && (limitedTo === null || limitedTo.has(place)) && (expiresAt === null || time < expiresAt.getTime());
  return (['read', 'publish', 'admin'] as const).every((scope) =>
    places.every((place) => times.every((time) => !may(less, scope, place, time) || may(more, scope, place, time))),
  );
};

describe('a key that makes a key', () => {
  test('never makes one that may do anything it may not itself', () => {
    fc.assert(
      fc.property(grants, grants, (creator, wanted) => {
        if (isGranted(creator, wanted)) expect(includes(creator, wanted)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('makes its own like, if it has the scope admin', () => {
    fc.assert(
      fc.property(grants, (creator) => {
        expect(isGranted(creator, creator)).toBe(creator.scopes.has('admin'));
      }),
      { numRuns: 300 },
    );
  });
});

test('a session gives what it likes', () => {
  fc.assert(
    fc.property(grants, (wanted) => {
      expect(isGranted(null, wanted)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
