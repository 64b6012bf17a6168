/** What a badge can say of an artifact. */
export const badgeKinds = ['version', 'downloads', 'score', 'license'] as const;
export type BadgeKind = (typeof badgeKinds)[number];

export interface Badge {
  readonly label: string;
  readonly message: string;
  /** Colour of the message's ground, as in the web app: fact, good, middling, bad, or nothing known. */
  readonly tone: 'fact' | 'good' | 'fair' | 'poor' | 'unknown';
}

export interface BadgeFacts {
  /** The version that `latest` means; null when nothing is published. */
  readonly version: string | null;
  readonly license: string | null;
  readonly downloadsLastWeek: number;
  /** 0 to 100; null when the version was not scanned yet. */
  readonly score: number | null;
}

const textMax = 40;
const tones: Readonly<Record<Badge['tone'], string>> = { fact: '#1f4e79', good: '#1b5e3a', fair: '#7a5200', poor: '#8f1d1d', unknown: '#5a5a5a' };
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const isBadgeKind = (text: string): text is BadgeKind => (badgeKinds as readonly string[]).includes(text);

/** What a badge says; a fact that is not there is said to be unknown, never left out. */
export function badgeOf(kind: BadgeKind, { version, license, downloadsLastWeek, score }: BadgeFacts): Badge {
  if (kind === 'version') return version === null ? unknown('gati', 'unpublished') : { label: 'gati', message: `v${version}`, tone: 'fact' };
  if (kind === 'downloads') return { label: 'downloads', message: `${compact.format(downloadsLastWeek).replace('K', 'k')} a week`, tone: 'fact' };
  if (kind === 'license') return license === null ? unknown('license', 'none') : { label: 'license', message: license, tone: 'fact' };
  if (score === null) return unknown('security', 'not scanned');
  return { label: 'security', message: `${score} of 100`, tone: score >= 90 ? 'good' : score >= 60 ? 'fair' : 'poor' };
}

const unknown = (label: string, message: string): Badge => ({ label, message, tone: 'unknown' });

/** For what does not exist, and in the same words for what is private. */
export const missingBadge: Badge = unknown('gati', 'not found');

/** A badge as SVG: no script, no link, no font of its own; the same badge gives the same bytes. Text that publishers wrote is cut and escaped. */
export function drawBadge({ label, message, tone }: Badge): string {
  const [left, right] = [cut(label), cut(message)];
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const title = escaped(`${left}: ${right}`);
  const text = (content: string, from: number, room: number): string =>
    `<text x="${from + room / 2}" y="14" textLength="${room - 2 * marginWidth}" lengthAdjust="spacingAndGlyphs">${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}"><title>${title}</title>`,
    `<path fill="#2b2b2b" d="M0 0h${leftWidth}v20H0z"/><path fill="${tones[tone]}" d="M${leftWidth} 0h${rightWidth}v20H${leftWidth}z"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">${text(left, 0, leftWidth)}${text(right, leftWidth, rightWidth)}</g></svg>\n`,
  ].join('');
}

const marginWidth = 6;
const characterWidth = 6.8;
/** In pixels at 11 px; `textLength` makes every font fill exactly this. */
const widthOf = (text: string): number => Math.ceil([...text].length * characterWidth) + 2 * marginWidth;
const cut = (text: string): string => ([...text].length > textMax ? `${[...text].slice(0, textMax - 1).join('')}…` : text);
/** XML 1.0 has no way to write most control characters, so they become spaces. */
const escaped = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f\ufffe\uffff]/gu, ' ').replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
