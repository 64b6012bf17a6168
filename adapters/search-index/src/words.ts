/** Bounds of what a search reads of a text; more is ignored, not refused: a paste of a whole page is still a search. */
const textLengthMax = 200;
const termsMax = 10;
const wordLengthMax = 64;

/** One spelling for all that look alike to a reader: no case, no accents, no compatibility forms. */
export const normalise = (text: string): string => text.toWellFormed().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The words of a text in their order: letters and digits in one spelling. Everything else separates. */
export const wordsOf = (text: string): readonly string[] => normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** A name without what separates its words, so that json-web-token and jsonwebtoken are one. */
export const keyOf = (text: string): string => wordsOf(text).join('');

/** What a search text asks for: its words, each once, without those that say nothing where others say something. */
export function termsOf(text: string): readonly string[] {
  const words = wordsOf(text.slice(0, textLengthMax)).map((word) => word.slice(0, wordLengthMax));
  const telling = words.filter((word) => !silentWords.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, termsMax);
}

/** English words that nearly every text has; the stems of a README are kept without them. Source: PostgreSQL's english.stop. */
const silentWords = new Set(
  `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them their theirs themselves what which who whom this
   that these those am is are was were be been being have has had having do does did doing a an the and but if or because as until while of at by for with about against between into
   through during before after above below to from up down in out on off over under again further then once here there when where why how all any both each few more most other some such
   no nor not only own same so than too very s t can will just don should now`.split(/\s+/),
);
