import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonDocument } from './json-document.ts';

const parse = (text: string) => parseJsonDocument(Buffer.from(text));

test.each([
  ['{"a":1,"a":2}', '«a» twice'],
  ['{"layers":[],"\\u006cayers":[]}', '«layers» twice'],
  ['{"a":{"b":[{"c":1,"d":{},"c":1}]}}', '«c» twice'],
  ['{"a":"\\"","a":1}', '«a» twice'],
  [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'deeper than 64'],
  [`{"a":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}}`, 'deeper than 64'],
  ['[]', 'not a JSON object'],
  ['null', 'not a JSON object'],
  ['{"a":1}x', 'not JSON'],
  ['', 'not JSON'],
])('%.40s is refused', (text, reason) => expect(() => parse(text)).toThrow(reason));

test('bytes that are no UTF-8 are refused', () => expect(() => parseJsonDocument(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toThrow('UTF-8'));

test.each(['{"a":{"b":1},"c":{"b":1}}', '{"a":[{"b":1},{"b":1}]}', '{"a":"a","b":"{\\"a\\":1,\\"a\\":2}"}', `{"a":${'['.repeat(63)}${']'.repeat(63)}}`])(
  '%.60s is read',
  (text) => expect(parse(text)).toEqual(JSON.parse(text)),
);

test('whatever JSON.stringify writes is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true }), (value) => {
      const text = JSON.stringify(value);
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});
