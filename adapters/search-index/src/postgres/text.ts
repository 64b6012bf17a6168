import { keyOf } from '../words.ts';
import { beginningWith, type Statement } from './statement.ts';

/** What a text asks for: each term may be answered by itself or by one of the words it was mistyped from. */
export interface TextQuery {
  /** Empty for a text without any word, which nothing answers, and for no text, which everything answers. */
  readonly terms: readonly (readonly string[])[];
  readonly text: string;
}

/** The beginning of a word answers a term of at least so many letters. */
const beginningLengthMin = 2;

/** A term in PostgreSQL's query language; terms hold letters and digits alone, and quotes keep `and` a word. */
const lexeme = (term: string): string => (term.length >= beginningLengthMin ? `'${term}':*` : `'${term}'`);

/** Whether a document answers every term: by a word of name, keywords or description that begins with it, or by the same stem anywhere. */
export function textCondition(statement: Statement, { terms, text }: TextQuery): string | null {
  if (terms.length === 0) return text.trim() === '' ? null : 'false';
  return terms
    .map((answers) => {
      const ways = answers.flatMap((answer) => [
        `head_words @@ to_tsquery('simple', ${statement.value(lexeme(answer), 'text')})`,
        `all_words @@ plainto_tsquery('english', ${statement.value(answer, 'text')})`,
      ]);
      return `(${ways.join(' or ')})`;
    })
    .join(' and ');
}

/** Weights of D, C, B, A: README, description, keywords, name. */
const weights = "'{0.05, 0.2, 0.5, 1.0}'";

/**
 * Relevance: the very name first, then names that begin with the text, then the words by their places, all weighed by popularity and quality.
 * Computed from the row and the query alone, never from the time, so that a cursor keeps its place.
 */
export function relevance(statement: Statement, { terms, text }: TextQuery): string {
  if (terms.length === 0) return 'standing';
  const asked = terms
    .map((answers) => {
      const ways = answers.map(
        (answer) => `to_tsquery('simple', ${statement.value(lexeme(answer), 'text')}) || plainto_tsquery('english', ${statement.value(answer, 'text')})`,
      );
      return `(${ways.join(' || ')})`;
    })
    .join(' && ');
  const key = statement.value(keyOf(text), 'text');
  const beginning = statement.value(beginningWith(keyOf(text)), 'text');
  const nearness = `case when name_key = ${key} or replace(handle, '-', '') || name_key = ${key} then 30 when name_key like ${beginning} then 10 else 0 end`;
  return `(${nearness} + (0.05 + ts_rank(${weights}, head_words, ${asked})) * (1 + standing))::float8`;
}
