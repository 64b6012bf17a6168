/** How a reader wants pages to look and to listen; kept in a cookie and applied by the server, so nothing flashes and no script is needed. */
export interface Display {
  readonly theme: 'system' | 'light' | 'dark';
  readonly rows: 'roomy' | 'compact';
  /** Whether single keys do something (WCAG 2.1.4 wants them to be switchable). */
  readonly keys: 'on' | 'off';
}

export const displayCookie = 'gati-display';

const choices = { theme: ['system', 'light', 'dark'], rows: ['roomy', 'compact'], keys: ['on', 'off'] } as const satisfies {
  [Name in keyof Display]: readonly Display[Name][];
};

/** The choices in a cookie, as `theme.rows.keys`; the first of each where it says nothing we know. */
export function readDisplay(cookie: string | undefined): Display {
  const [theme, rows, keys] = (cookie ?? '').split('.');
  return { theme: oneOf(choices.theme, theme), rows: oneOf(choices.rows, rows), keys: oneOf(choices.keys, keys) };
}

/** The choices as a cookie. */
export const writeDisplay = ({ theme, rows, keys }: Display): string => `${theme}.${rows}.${keys}`;

/** The display after one button of the settings was pressed; unknown names and values change nothing. */
export function changeDisplay(display: Display, name: string, value: string): Display {
  if (name !== 'theme' && name !== 'rows' && name !== 'keys') return display;
  const isKnown = choices[name].some((choice) => choice === value);
  return isKnown ? { ...display, [name]: value } : display;
}

const oneOf = <Choice extends string>(known: readonly [Choice, ...Choice[]], value: string | undefined): Choice =>
  known.find((choice) => choice === value) ?? known[0];
