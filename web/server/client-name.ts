import { headers } from 'next/headers';

const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

/** A browser as its owner calls it, for example `Firefox on Linux`; null where the header names none that is known. Browsers name one another, so the more particular is looked for first. */
export function clientNameOf(userAgent: string | null): string | null {
  const find = (known: typeof browsers): string | undefined => known.find(([pattern]) => pattern.test((userAgent ?? '').slice(0, 1000)))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? null);
}

/** The browser at hand, for the list of sessions. */
export const presentClientName = async (): Promise<string | null> => clientNameOf((await headers()).get('user-agent'));
