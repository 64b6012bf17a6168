import { normalise } from './words.ts';

/** Letters of a word that its inflected forms share, for marking them too: authenticate, authentication. */
const stemLengthMin = 5;
const endingLength = 3;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

/**
 * A text as safe HTML in which the words that begin like one of the terms are marked; null when none does.
 * Nothing of the text survives as markup: everything but our own <mark> is escaped.
 */
export function highlight(text: string, terms: readonly string[]): string | null {
  let isMarked = false;
  const html = text
    .split(/([\p{L}\p{N}\p{M}]+)/u)
    .map((part, index) => {
      // Odd places are the words that split() captured.
      if (index % 2 === 0 || !answers(normalise(part), terms)) return escape(part);
      isMarked = true;
      return `<mark>${escape(part)}</mark>`;
    })
    .join('');
  return isMarked ? html : null;
}

const answers = (word: string, terms: readonly string[]): boolean =>
  terms.some(
    (term) =>
      word.startsWith(term) ||
      (term.length >= stemLengthMin + endingLength - 1 && word.startsWith(term.slice(0, -endingLength)) && word.length <= term.length + endingLength),
  );
