/** How long the first key of a sequence such as `g h` waits for the second. */
export const sequenceMs = 1000;

/** A key press as far as shortcuts care. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly defaultPrevented: boolean;
  /** Whether the reader is typing into something. */
  readonly isTyping: boolean;
}

/** What a key press asks for, given the key that came shortly before it; null when shortcuts must stay silent.
 *  `mod+k` works everywhere, single keys neither in fields, nor during composition, nor with modifiers, nor when they are switched off. */
export function shortcutOf(press: KeyPress, before: string | null, areSingleKeysOn: boolean): string | null {
  if (press.defaultPrevented || press.isComposing) return null;
  if ((press.ctrlKey || press.metaKey) && !press.altKey) return press.key.toLowerCase() === 'k' ? 'mod+k' : null;
  if (press.altKey || press.isTyping || !areSingleKeysOn || press.key.length !== 1) return null;
  return before === null ? press.key : `${before} ${press.key}`;
}

/** Keys that begin a sequence. */
export const isPrefix = (shortcut: string): boolean => shortcut === 'g';

/** A link as far as navigation cares. */
export interface PressedLink {
  readonly href: string;
  /** Opens elsewhere, downloads, or asks for a page made anew. */
  readonly isSpecial: boolean;
  /** Pressed with the left button and no modifier, and nobody else took the press. */
  readonly isPlain: boolean;
}

/** Where a pressed link leads without leaving the app: a path of our own origin. Null where the browser shall do what it always does, as for another host or a place on the page at hand. */
export function ownDestination({ href, isSpecial, isPlain }: PressedLink, here: string): string | null {
  if (isSpecial || !isPlain || !URL.canParse(href, here)) return null;
  const [to, from] = [new URL(href, here), new URL(here)];
  if (to.origin !== from.origin) return null;
  const isSamePage = to.pathname === from.pathname && to.search === from.search;
  return isSamePage && to.hash !== '' ? null : to.pathname + to.search + to.hash;
}

/** The item after or before the present one; the first or last where none is present, and it stays at the ends. */
export function stepIn(count: number, present: number, step: 1 | -1): number {
  if (count === 0) return -1;
  if (present < 0) return step === 1 ? 0 : count - 1;
  return Math.min(count - 1, Math.max(0, present + step));
}
