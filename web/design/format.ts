/** Numbers, sizes and times as the almanac writes them: English, UTC, the same on every machine. */

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en');
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });

/** 41,213 → "41.2K"; for columns where the order of size is what matters. */
export const compactNumber = (value: number): string => compact.format(value).replace('K', 'k');

/** 41213 → "41,213". */
export const exactNumber = (value: number): string => exact.format(value);

/** An instant → "12 Mar 2026". */
export const date = (instant: string): string => day.format(new Date(instant));

/** An instant → "14:03:22 UTC". */
export const timeOfDay = (instant: string): string => `${clock.format(new Date(instant))} UTC`;

/** Bytes → "38 kB", in powers of 1000 and two significant digits at least. */
export function size(bytes: string | number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = Number(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** 1 → "1 finding", 3 → "3 findings". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${exactNumber(count)} ${count === 1 ? one : many}`;

/** Milliseconds → "0.4 s", "12 s", "3 min". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** `sha256:` and 64 digits → its algorithm and first 12 digits; the whole stays in the copy button and the title. */
export const shortDigest = (digest: string): string => `${digest.slice(0, digest.indexOf(':') + 13)}…`;
