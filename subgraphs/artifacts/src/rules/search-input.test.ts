import { expect, test } from 'vitest';
import { parseSearch } from './search-input.ts';

test('no wish at all finds everything by relevance', () => {
  expect(parseSearch({})).toEqual({ text: '', sort: 'RELEVANCE' });
  expect(parseSearch({ text: null, types: [], languages: null, verifiedOnly: false, minScore: null })).toEqual({ text: '', sort: 'RELEVANCE' });
});

test('filters are brought to the spelling in which they are kept', () => {
  expect(
    parseSearch({
      text: 'auth',
      types: ['MODULE'],
      languages: ['TypeScript'],
      namespaces: ['@Acme'],
      licenses: ['MIT'],
      minScore: 0,
      gati: '2.0.8',
      verifiedOnly: true,
      sort: 'STARS',
    }),
  ).toEqual({
    text: 'auth',
    types: ['MODULE'],
    languages: ['typescript'],
    namespaces: ['acme'],
    licenses: ['MIT'],
    minScore: 0,
    gati: '2.0.8',
    verifiedOnly: true,
    sort: 'STARS',
  });
});

test('every fault is told at once, with its place', () => {
  const faulty = { text: 'a'.repeat(201), tags: Array.from({ length: 51 }, () => 'x'), licenses: ['x'.repeat(201)], minScore: 101, gati: 'new' };
  expect(() => parseSearch(faulty)).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      params: {
        fields: ['query.text', 'query.tags', 'query.licenses', 'query.minScore', 'query.gati'].map((path) =>
          expect.objectContaining({ path, fix: expect.any(String) }),
        ),
      },
    }),
  );
});
