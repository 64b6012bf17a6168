import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Theme = 'light' | 'dark';

const css = readFileSync(new URL('../design/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
);
const colour = (name: string, theme: Theme): string => tokens.get(name)?.[theme] ?? '';

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'raised', 'sunken'];
const severities = ['critical', 'high', 'medium', 'low', 'ok'];
/** The lowest contrast of any of these over any of their grounds in either theme, to one decimal, as the design states it. */
function worst(names: readonly string[], on: (name: string) => readonly string[]): number {
  const all = names.flatMap((name) =>
    on(name).flatMap((ground) => (['light', 'dark'] as const).map((theme) => contrast(colour(name, theme), colour(ground, theme)))),
  );
  return Math.round(10 * Math.min(...all)) / 10;
}

describe('the colours', () => {
  it('are all there, in both themes', () => {
    for (const name of [
      ...grounds,
      ...severities,
      ...severities.map((severity) => `${severity}-wash`),
      'ink',
      'ink-2',
      'line',
      'edge',
      'indigo',
      'on-indigo',
      'focus',
    ]) {
      expect(colour(name, 'light'), name).toMatch(/^#/);
      expect(colour(name, 'dark'), name).toMatch(/^#/);
    }
  });

  it('let every text be read on paper, raised, sunken and its own wash: 5.9 and more', () => {
    expect(worst(['ink', 'ink-2', 'indigo'], () => grounds)).toBeGreaterThanOrEqual(5.9);
    expect(worst(severities, (severity) => [...grounds, `${severity}-wash`])).toBeGreaterThanOrEqual(5.9);
    expect(worst(['on-indigo'], () => ['indigo'])).toBeGreaterThanOrEqual(5.9);
    for (const severity of severities)
      expect(
        worst(['ink', 'ink-2', 'indigo'], () => [`${severity}-wash`]),
        severity,
      ).toBeGreaterThanOrEqual(4.5);
  });

  it('let the edges of controls be seen: 3.4 and more', () => {
    expect(worst(['edge'], () => grounds)).toBeGreaterThanOrEqual(3.4);
  });

  it('let the focus be seen: 4.9 and more', () => {
    expect(worst(['focus'], () => grounds)).toBeGreaterThanOrEqual(4.9);
  });
});
