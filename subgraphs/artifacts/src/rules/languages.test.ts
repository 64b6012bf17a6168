import { expect, test } from 'vitest';
import { languageOf, rankLanguages } from './languages.ts';

test.each([
  ['src/index.ts', 'typescript'],
  ['a/B.TSX', 'typescript'],
  ['dist/index.js', 'javascript'],
  ['types/index.d.ts', null],
  ['types/index.d.mts', null],
  ['node_modules/lodash/index.js', null],
  ['README.md', null],
  ['Makefile', null],
  ['model.onnx', null],
  ['main.py', 'python'],
])('%s is %s', (path, language) => expect(languageOf(path)).toBe(language));

test('the language of most bytes comes first, and five are enough', () => {
  const sizes = new Map(['a', 'b', 'c', 'd', 'e', 'f'].map((language, index) => [language, index * 10]));
  expect(rankLanguages(sizes)).toEqual(['f', 'e', 'd', 'c', 'b']);
});
