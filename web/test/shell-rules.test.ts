import { describe, expect, it } from 'vitest';
import { ownDestination, shortcutOf, stepIn } from '#web/features/shell/rules.ts';

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  defaultPrevented: false,
  isTyping: false,
  ...more,
});

describe('shortcuts', () => {
  it('are single keys and sequences', () => {
    expect(shortcutOf(press('y'), null, true)).toBe('y');
    expect(shortcutOf(press('s'), 'g', true)).toBe('g s');
    expect(shortcutOf(press('?'), null, true)).toBe('?');
  });

  it.each([
    ['in a field', press('y', { isTyping: true })],
    ['during composition', press('y', { isComposing: true })],
    ['with Alt', press('y', { altKey: true })],
    ['with Ctrl', press('y', { ctrlKey: true })],
    ['for keys that move or type nothing', press('ArrowDown')],
    ['when somebody else took the key', press('y', { defaultPrevented: true })],
  ])('stay silent %s', (_, pressed) => {
    expect(shortcutOf(pressed, null, true)).toBeNull();
  });

  it('stay silent when switched off, but for mod+k', () => {
    expect(shortcutOf(press('y'), null, false)).toBeNull();
    expect(shortcutOf(press('k', { metaKey: true, isTyping: true }), null, false)).toBe('mod+k');
    expect(shortcutOf(press('K', { ctrlKey: true }), null, false)).toBe('mod+k');
  });
});

describe('stepping through a list', () => {
  it('begins at an end and stays within', () => {
    expect([stepIn(3, -1, 1), stepIn(3, -1, -1), stepIn(3, 2, 1), stepIn(3, 0, -1), stepIn(0, -1, 1)]).toEqual([0, 2, 2, 0, -1]);
  });
});

describe('a pressed link', () => {
  const here = 'http://own.example/@acme/auth?version=1';
  const link = (href: string, more: object = {}) => ({ href, isSpecial: false, isPlain: true, ...more });
  it.each([
    ['another page', link('/search?q=x#y'), '/search?q=x#y'],
    ['the same page with another query', link('?version=2'), '/@acme/auth?version=2'],
    ['the same page again', link(here), '/@acme/auth?version=1'],
    ['a place on this page', link(`${here}#readme`), null],
    ['another host', link('https://other.example/'), null],
    ['another scheme', link('mailto:ada@example.com'), null],
    ['a new tab or a download', link('/search', { isSpecial: true }), null],
    ['a press with a modifier', link('/search', { isPlain: false }), null],
  ])('%s', (_, pressed, expected) => {
    expect(ownDestination(pressed, here)).toBe(expected);
  });
});
