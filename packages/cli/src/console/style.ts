/** Paints text for a terminal; gives it back as it is where colours are off. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
}

/** The control sequences that a style makes, and no others. */
export const stylePattern = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

const paint = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const plain = (text: string): string => text;

export const createStyle = (hasColours: boolean): Style =>
  hasColours
    ? { bold: paint(1, 22), dim: paint(2, 22), good: paint(32, 39), bad: paint(31, 39), warning: paint(33, 39) }
    : { bold: plain, dim: plain, good: plain, bad: plain, warning: plain };
