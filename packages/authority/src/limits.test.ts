import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { artifactLimit, covers, isWithin } from './limits.ts';

const within = (limits: readonly string[] | null, artifact?: string, namespaceId = 'acme') => isWithin(limits && new Set(limits), { namespaceId, artifact });

describe('a limit', () => {
  test.each<[readonly string[] | null, string | undefined, boolean]>([
    [null, undefined, true],
    [null, 'auth', true],
    [['acme'], undefined, true],
    [['acme'], 'auth', true],
    [['elsewhere'], 'auth', false],
    [[], 'auth', false],
    [['acme/auth'], 'auth', true],
    [['acme/auth'], 'auth-2', false],
    [['acme/auth'], undefined, false],
    [['acme/web-*'], 'web-', true],
    [['acme/web-*'], 'web-shop', true],
    [['acme/web-*'], 'web', false],
    [['acme/*-web'], 'shop-web', true],
    [['acme/a*b*c'], 'a-b-c', true],
    [['acme/a*b*c'], 'a-c-b', false],
    [['acme/ab*ba'], 'aba', false],
    [['acme/*'], 'anything', true],
    [['acme/*'], undefined, false],
    [['acmeauth/*', 'acm'], 'auth', false],
    [['other/auth', 'acme/web'], 'auth', false],
    [['acme/.+'], 'auth', false],
  ])('%j reaches %s: %s', (limits, artifact, expected) => {
    expect(within(limits, artifact)).toBe(expected);
  });

  test('matches as a regular expression of the same meaning does, in no time', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (of, name) => {
        const meaning = new RegExp(
          `^${of
            .split('*')
            .map((part) => part.replaceAll('.', '\\.'))
            .join('.*')}$`,
        );
        expect(within([artifactLimit('acme', of)], name)).toBe(meaning.test(name));
      }),
      { numRuns: 3000 },
    );
    const started = performance.now();
    within([artifactLimit('acme', '*a'.repeat(50))], 'a'.repeat(49) + 'b'.repeat(5000));
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('one limit covers another', () => {
  test.each<[readonly string[], string, boolean]>([
    [['acme'], 'acme', true],
    [['acme'], 'acme/auth', true],
    [['acme'], 'acme/web-*', true],
    [['acme/web-*'], 'acme/web-*', true],
    [['acme/web-*'], 'acme/web-shop', true],
    [['acme/web-*'], 'acme/web-a*', false],
    [['acme/web-*'], 'acme', false],
    [['acme/web-*'], 'acme/*', false],
    [['acme'], 'other/auth', false],
  ])('%j covers %s: %s', (limits, wanted, expected) => {
    expect(covers(new Set(limits), wanted)).toBe(expected);
  });

  test('only where it reaches everything that the other reaches', () => {
    const limit = fc.constantFrom('acme', 'acme/*', 'acme/a*', 'acme/ab', 'acme/*b', 'acme/a', 'other', 'other/a');
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(limit), limit, name, fc.constantFrom('acme', 'other'), (limits, wanted, artifact, namespaceId) => {
        if (covers(new Set(limits), wanted) && within([wanted], artifact, namespaceId)) expect(within(limits, artifact, namespaceId)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
