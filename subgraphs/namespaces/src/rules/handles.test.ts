import { parseHandle } from '@gati/identifiers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertHandleFree, handleKeyOf, reasonAgainstHandle } from './handles.ts';

describe('a handle', () => {
  test.each([
    'admin',
    'a-d-m-i-n',
    'www',
    'api',
    'graphql',
    'security',
    'sign-in',
    'well-known',
    'null',
    'support',
    'gati',
    'g-a-t-i',
    'gat1',
    'g4ti',
    'gatl',
    'gati-official',
    'gati-0fficial',
  ])('%s is kept', (text) => {
    expect(reasonAgainstHandle(parseHandle(text))).not.toBeNull();
    expect(() => assertHandleFree(parseHandle(text))).toThrow(expect.objectContaining({ code: 'HANDLE_RESERVED' }));
  });

  test.each(['ada', 'acme', 'me', 'lab', 'gatiana', 'gates', 'admins-of-acme', 'apiary', 'demo', 'test', 'user', 'alligator'])('%s is free', (text) => {
    expect(reasonAgainstHandle(parseHandle(text))).toBeNull();
  });

  test('has the key of every spelling that differs in hyphens alone', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{1,5}$/), { minLength: 1, maxLength: 5 }), (words) => {
        const plain = words.join('');
        expect(handleKeyOf(parseHandle(words.join('-')))).toBe(plain);
        expect(handleKeyOf(parseHandle(plain))).toBe(plain);
      }),
      { numRuns: 200 },
    );
  });
});
