import { expect, test } from 'vitest';
import { suggestHandles } from './handle-suggestion.ts';

test.each([
  ['Ada', 'ada'],
  ['ada_lovelace', 'ada-lovelace'],
  ['Zoë.Grün', 'zoe-grun'],
  ['ada@example.com', 'ada'],
  ['-- __', 'user2'],
  ['京都', 'user2'],
  ['a'.repeat(60), 'a'.repeat(39)],
  ['admin', 'admin2'],
])('somebody called %s elsewhere is offered %s first', (name, first) => {
  const [suggested] = suggestHandles(name, () => 7);
  expect([first, 'user']).toContain(suggested);
});

test('what follows differs by a number and fits', () => {
  const suggested = suggestHandles('b'.repeat(38) + '-', () => 42);
  expect(suggested[1]).toBe(`${'b'.repeat(38)}2`);
  expect(suggested[3]).toBe(`${'b'.repeat(35)}0042`);
});
