import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptySearch,
  facetParameters,
  isFiltered,
  parseSearch,
  searchInput,
  searchPath,
  type SearchState,
  sorts,
  toggled,
} from '#web/features/find/search-state.ts';

const parsePath = (path: string): SearchState => {
  const parameters: Record<string, string[]> = {};
  for (const [name, value] of new URL(path, 'http://own.invalid').searchParams) (parameters[name] ??= []).push(value);
  return parseSearch(parameters);
};

const word = fc.stringMatching(/^[a-z0-9.+-]{1,20}$/);
const words = fc.uniqueArray(word, { maxLength: 4 });
const states: fc.Arbitrary<SearchState> = fc.record({
  text: fc.string({ maxLength: 60 }).map((text) => text.trim()),
  chosen: fc.record({
    types: fc.uniqueArray(fc.constantFrom('MODULE', 'PLUGIN', 'MODEL', 'AGENT', 'TEMPLATE', 'SNAPSHOT'), { maxLength: 3 }),
    capabilities: words,
    languages: words,
    licenses: words,
    namespaces: words,
    tags: words,
    pricing: fc.uniqueArray(fc.constantFrom('FREE', 'ONE_TIME'), { maxLength: 2 }),
  }),
  verifiedOnly: fc.boolean(),
  minScore: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
  gati: fc.option(word, { nil: null }),
  sort: fc.constantFrom(...sorts.map(([sort]) => sort)),
  after: fc.option(word, { nil: null }),
});

describe('a search and its address', () => {
  it('say the same: every search comes back from its address', () => {
    fc.assert(
      fc.property(states, (state) => void expect(parsePath(searchPath(state))).toEqual(state)),
      { numRuns: 300 },
    );
  });

  it('survive any address', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('q', 'type', 'sort', 'score', 'after', 'verified', 'license', '__proto__', 'x'),
          fc.oneof(fc.string(), fc.array(fc.string())),
        ),
        (parameters) => {
          const state = parseSearch(parameters);
          expect(state.text.length).toBeLessThanOrEqual(200);
          expect(parsePath(searchPath(state))).toEqual(state);
        },
      ),
    );
  });

  it('choose a value and give it up again, beginning at the first page', () => {
    const chosen = toggled({ ...emptySearch, after: 'cursor' }, 'types', 'MODEL');
    expect(searchPath(chosen)).toBe('/search?type=model');
    expect(toggled(chosen, 'types', 'MODEL')).toEqual(emptySearch);
  });

  it('leave out what the registry does not know', () => {
    expect(parseSearch({ type: ['module', 'spaceship'], sort: 'chaos', score: '101', verified: 'yes' })).toEqual({
      ...emptySearch,
      chosen: { ...emptySearch.chosen, types: ['MODULE'] },
    });
  });

  it('become what the API takes, without empty lists', () => {
    expect(searchInput(parseSearch({ q: ' auth ', type: 'module', price: 'free', score: '90', sort: 'stars' }))).toEqual({
      text: 'auth',
      types: ['MODULE'],
      pricing: ['FREE'],
      minScore: 90,
      sort: 'STARS',
      verifiedOnly: false,
    });
    expect(searchInput(emptySearch)).toEqual({ sort: 'RELEVANCE', verifiedOnly: false });
  });

  it('know whether anything narrows them', () => {
    expect(isFiltered({ ...emptySearch, text: 'auth', sort: 'STARS' })).toBe(false);
    for (const facet of Object.keys(facetParameters))
      expect(isFiltered({ ...emptySearch, chosen: { ...emptySearch.chosen, [facet]: ['x'] } }), facet).toBe(true);
  });
});
