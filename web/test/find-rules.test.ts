import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fragmentsOf, mostInstalled, rising } from '#web/features/find/rules.ts';
import { suggestionLine } from '#web/features/find/suggestion.ts';

describe('highlights', () => {
  it('are read as text and marks', () => {
    expect(fragmentsOf('Typed <mark>access</mark> to A &amp; B')).toEqual([
      { text: 'Typed ', isMarked: false },
      { text: 'access', isMarked: true },
      { text: ' to A & B', isMarked: false },
    ]);
  });

  it('never become other markup, whatever they hold', () => {
    expect(fragmentsOf('<img src=x onerror=alert(1)><mark>x</mark>')[0]).toEqual({ text: '<img src=x onerror=alert(1)>', isMarked: false });
    fc.assert(fc.property(fc.string(), (text) => fragmentsOf(text).every((fragment) => typeof fragment.text === 'string')));
  });
});

describe('rising', () => {
  const artifact = (name: string, total: number, lastWeek: number) => ({ name, downloads: { total, lastWeek } });
  it('orders by the share of all installs that fell in the last week', () => {
    const names = rising([artifact('old', 100_000, 1000), artifact('young', 3000, 1000), artifact('steady', 10_000, 1000)], 2).map(({ name }) => name);
    expect(names).toEqual(['young', 'steady']);
  });

  it('takes nothing for popular that nobody installed last week', () => {
    expect(mostInstalled([artifact('used', 9, 3), artifact('once', 900, 0), artifact('never', 0, 0)], 6).map(({ name }) => name)).toEqual(['used']);
  });

  it('leaves out what nobody installed last week, and does not take a handful for growth', () => {
    const names = rising([artifact('none', 50, 0), artifact('handful', 3, 3), artifact('growing', 5000, 900)], 6).map(({ name }) => name);
    expect(names).toEqual(['growing', 'handful']);
  });
});

describe('a suggestion', () => {
  it('leads to what it names', () => {
    expect(suggestionLine({ text: '@acme/auth', kind: 'ARTIFACT', artifact: { name: '@acme/auth', type: 'MODULE' } })).toEqual({
      text: '@acme/auth',
      kind: 'module',
      path: '/@acme/auth',
    });
    expect(suggestionLine({ text: '@acme', kind: 'NAMESPACE', artifact: null }).path).toBe('/@acme');
    expect(suggestionLine({ text: 'auth & more', kind: 'KEYWORD', artifact: null }).path).toBe('/search?q=auth%20%26%20more');
  });
});
