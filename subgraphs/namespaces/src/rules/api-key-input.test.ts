import { expect, test } from 'vitest';
import { parseGivenScopes, parseLimit } from './api-key-input.ts';

const refused = (path: string) => expect.objectContaining({ code: 'VALIDATION_FAILED', params: { fields: [expect.objectContaining({ path })] } });

test('scopes are one or more, each once', () => {
  expect(parseGivenScopes(['read', 'admin', 'read'], 'input.scopes')).toEqual(['read', 'admin']);
  expect(() => parseGivenScopes([], 'input.scopes')).toThrow(refused('input.scopes'));
});

test('no list is no limit; an empty list is refused, because it would mean all', () => {
  expect(parseLimit(null, 'input.namespaces')).toBeNull();
  expect(() => parseLimit([], 'input.namespaces')).toThrow(refused('input.namespaces'));
});

test('handles come with or without the @, each once, at most a hundred', () => {
  expect(parseLimit(['@ada', 'ada', 'acme'], 'input.namespaces')).toEqual(['ada', 'acme']);
  expect(() => parseLimit(['ada', 'A B'], 'input.namespaces')).toThrow(refused('input.namespaces.1'));
  expect(() =>
    parseLimit(
      Array.from({ length: 101 }, (_, i) => `n${i}`),
      'input.namespaces',
    ),
  ).toThrow(refused('input.namespaces'));
});
