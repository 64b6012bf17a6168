import type { SqlRunner } from '@gati/database';
import type { SearchScopes } from '../search-index.ts';
import { typosAllowed, typosBetween } from '../typos.ts';
import { visibleIn } from './filters.ts';
import { run, startStatement } from './statement.ts';

/** Words looked at for each term, and words kept. */
const candidatesMax = 300;
const correctionsMax = 5;
/** Shared trigrams, as a share of all, from which a word is looked at: one typing error spoils three of them, which in a short word is nearly all. */
export const similarityMin = 0.12;

/**
 * For each term the words that it may have been mistyped from, nearest first: words that artifacts within the scopes really have.
 * A word of something hidden is never among them, whatever the list of known words holds.
 */
export async function correctionsOf(tx: SqlRunner, terms: readonly string[], scopes: SearchScopes): Promise<ReadonlyMap<string, readonly string[]>> {
  const near = new Map<string, readonly string[]>();
  for (const term of terms) near.set(term, await nearWords(tx, term));
  const all = [...new Set([...near.values()].flat())];
  const seen = all.length > 0 ? await visibleWords(tx, all, scopes) : new Set<string>();
  return new Map([...near].map(([term, words]) => [term, words.filter((word) => seen.has(word)).slice(0, correctionsMax)]));
}

async function nearWords(tx: SqlRunner, term: string): Promise<readonly string[]> {
  const allowed = typosAllowed(term);
  if (allowed === 0) return [];
  const statement = startStatement();
  const word = statement.value(term, 'text');
  const length = statement.value(term.length, 'int');
  const rows = await run<{ word: string }>(
    tx,
    `select word from search.word where lower(word) % ${word} and length(word) between ${length} - ${allowed} and ${length} + ${allowed}
     order by similarity(lower(word), ${word}) desc, word limit ${candidatesMax}`,
    statement,
  );
  return rows
    .map((row) => ({ word: row.word, typos: typosBetween(term, row.word, allowed) }))
    .filter(({ typos }) => typos > 0 && typos <= allowed)
    .sort((a, b) => a.typos - b.typos)
    .slice(0, 4 * correctionsMax)
    .map((one) => one.word);
}

async function visibleWords(tx: SqlRunner, words: readonly string[], scopes: SearchScopes): Promise<ReadonlySet<string>> {
  const statement = startStatement();
  const rows = await run<{ word: string }>(
    tx,
    `select word from unnest(${statement.value(words, 'text[]')}) as word
     where exists (select from search.document where head_words @@ to_tsquery('simple', quote_literal(word)) and ${visibleIn(statement, scopes)})`,
    statement,
  );
  return new Set(rows.map(({ word }) => word));
}
