import { expect, test } from 'vitest';
import { csvCell } from './audit-formats.ts';

test.each<[unknown, string]>([
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [7, '7'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@acme', "'@acme"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  ['a "b"', '"a ""b"""'],
  ['a,b', '"a,b"'],
  ['a\nb', '"a\nb"'],
  ['=cmd|\' /C calc\'!A0,"x"', '"\'=cmd|\' /C calc\'!A0,""x"""'],
  [{ note: '=1' }, '"{""note"":""=1""}"'],
])('%j is written as %s: no spreadsheet takes a cell for a formula', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
