import type { SqlRunner } from '@gati/database';
import { defineCursor, type Cursor } from '@gati/pagination';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { highlight } from '../highlight.ts';
import type { SearchHit, SearchQuery, SearchResult, SearchScopes } from '../search-index.ts';
import { termsOf } from '../words.ts';
import { countFacets } from './facets.ts';
import { facetConditions, plainConditions, satisfiedRanges, visibleIn } from './filters.ts';
import { correctionsOf } from './spelling.ts';
import { run, startStatement, storable, type Statement } from './statement.ts';
import { relevance, textCondition, type TextQuery } from './text.ts';

/** Hits that are counted at most; above it totalCountIsExact is false. */
export const countMax = 10_000;
/** With fewer hits than these another spelling is looked for. */
const fewHits = 4;
/** Characters of a README around the first word found. */
const fragmentLength = 240;
const fragmentBefore = 60;

const orders: Readonly<Record<SearchQuery['sort'], { readonly key: (statement: Statement, text: TextQuery) => string; readonly type: string }>> = {
  RELEVANCE: { key: relevance, type: 'float8' },
  DOWNLOADS: { key: () => 'downloads_last_week', type: 'bigint' },
  STARS: { key: () => 'stars', type: 'int' },
  UPDATED: { key: () => 'updated_at', type: 'timestamptz' },
  CREATED: { key: () => 'created_at', type: 'timestamptz' },
};

/** How a text was read: as it stands, or with the words it may have been mistyped from. A later page is read as the first one was. */
type Reading = 'exact' | 'corrected';

interface Found {
  readonly artifact_id: string;
  readonly place: string;
  readonly name: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly fragment: string | null;
}

/** Everything that a search answers, from one state of the index. */
export async function search(tx: SqlRunner, query: SearchQuery, scopes: SearchScopes): Promise<SearchResult> {
  const cursor = cursorOf(query);
  const after = query.after === undefined ? null : cursor.decode(query.after);
  const gatiRanges = await satisfiedRanges(tx, query.gati);
  const ask = { query, scopes, gatiRanges };
  const terms = termsOf(query.text);
  const exact: TextQuery = { text: query.text, terms: terms.map((term) => [term]) };

  const exactCount = await countHits(tx, { ...ask, text: exact });
  // Whether a word is mistyped is a matter of the words that there are: filters that leave nothing of them do not make it so.
  const textCount =
    exactCount < fewHits
      ? await countHits(tx, { query: { text: query.text, sort: query.sort, first: query.first }, scopes, gatiRanges: null, text: exact })
      : exactCount;
  const needsSpelling = terms.length > 0 && (after ? after[0] === 'corrected' : textCount < fewHits);
  const corrections = needsSpelling ? await correctionsOf(tx, terms, scopes) : new Map<string, readonly string[]>();
  const isCorrected = after ? after[0] === 'corrected' : textCount === 0 && [...corrections.values()].some((words) => words.length > 0);
  const text = isCorrected ? { ...exact, terms: terms.map((term) => [term, ...(corrections.get(term) ?? [])]) } : exact;
  const reading: Reading = isCorrected ? 'corrected' : 'exact';

  const rows = await findPage(tx, { ...ask, text, after });
  const count = isCorrected ? await countHits(tx, { ...ask, text }) : exactCount;
  return {
    hits: rows.slice(0, query.first).map((row) => ({
      artifactId: row.artifact_id,
      cursor: cursor.encode([reading, row.place, row.artifact_id]),
      highlights: highlightsOf(row, text.terms.flat()),
    })),
    hasNextPage: rows.length > query.first,
    totalCount: Math.min(count, countMax),
    totalCountIsExact: count <= countMax,
    didYouMean: await betterSpelling(tx, { ...ask, terms, corrections, exactCount }),
    facets: await countFacets(tx, { ...ask, text }),
  };
}

type Place = [reading: Reading, place: string, artifactId: string];

/** A cursor belongs to everything that makes the list what it is; only the size of a page may change on the way. */
function cursorOf({ first, after, ...list }: SearchQuery): Cursor<Place> {
  const fingerprint = createHash('sha256')
    .update(
      JSON.stringify(
        Object.entries(list)
          .filter(([, value]) => value !== undefined)
          .sort(),
      ),
    )
    .digest('base64url')
    .slice(0, 16);
  const place = z
    .string()
    .regex(/^-?[0-9][0-9TZ:.e+-]*$/)
    .max(40);
  return defineCursor<Place>(`search ${fingerprint}`, z.tuple([z.enum(['exact', 'corrected']), place, z.uuid()]));
}

interface Ask {
  readonly query: SearchQuery;
  readonly scopes: SearchScopes;
  readonly gatiRanges: readonly string[] | null;
  readonly text: TextQuery;
}

function conditionsOf(statement: Statement, { query, scopes, gatiRanges, text }: Ask): string {
  const textual = textCondition(statement, text);
  return [
    visibleIn(statement, scopes),
    ...facetConditions(statement, query).values(),
    ...plainConditions(statement, query, gatiRanges),
    ...(textual ? [textual] : []),
  ].join(' and ');
}

/** @returns at most one more than countMax */
async function countHits(tx: SqlRunner, ask: Ask): Promise<number> {
  const statement = startStatement();
  const [row] = await run<{ count: number }>(
    tx,
    `select count(*)::int as count from (select from search.document where ${conditionsOf(statement, ask)} limit ${countMax + 1}) as hit`,
    statement,
  );
  return row!.count;
}

async function findPage(tx: SqlRunner, { after, ...ask }: Ask & { readonly after: Place | null }): Promise<Found[]> {
  const statement = startStatement();
  const { key, type } = orders[ask.query.sort];
  const conditions = conditionsOf(statement, ask);
  const rank = key(statement, ask.text);
  const beyond = after ? `where (rank, artifact_id) < (${statement.value(after[1], type)}, ${statement.value(after[2], 'uuid')})` : '';
  const first = ask.text.terms[0]?.[0];
  // The README is large and kept aside: it is opened for the rows of the page alone.
  const place = first === undefined ? '0' : `position(${statement.value(first, 'text')} in lower(readme))`;
  return run<Found>(
    tx,
    `with page as (
       select * from (select artifact_id, ${rank} as rank from search.document where ${conditions}) as hit
       ${beyond} order by rank desc, artifact_id desc limit ${ask.query.first + 1})
     select artifact_id, ${type === 'timestamptz' ? `to_char(rank at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : 'rank::text'} as place,
       name, description, keywords, case when at > 0 then substring(readme from greatest(1, at - ${fragmentBefore}) for ${fragmentLength}) end as fragment
     from page join search.document using (artifact_id) cross join lateral (select ${place} as at) as word order by rank desc, artifact_id desc`,
    statement,
  );
}

function highlightsOf({ name, description, keywords, fragment }: Found, terms: readonly string[]): SearchHit['highlights'] {
  if (terms.length === 0) return [];
  const texts = { name, description, keywords: keywords.join(', '), readme: fragment ?? '' };
  return Object.entries(texts).flatMap(([field, text]) => {
    const html = text === '' ? null : highlight(text, terms);
    return html === null ? [] : [{ field: field as keyof typeof texts, html }];
  });
}

/** The text with each mistyped word replaced, if that finds more within the same filters and scopes. */
async function betterSpelling(
  tx: SqlRunner,
  {
    terms,
    corrections,
    exactCount,
    ...ask
  }: Omit<Ask, 'text'> & { readonly terms: readonly string[]; readonly corrections: ReadonlyMap<string, readonly string[]>; readonly exactCount: number },
): Promise<string | null> {
  if (exactCount >= fewHits) return null;
  const words = terms.map((term) => corrections.get(term)?.[0] ?? term);
  const spelled = words.join(' ');
  if (spelled === terms.join(' ')) return null;
  const count = await countHits(tx, { ...ask, text: { text: spelled, terms: words.map((word) => [word]) } });
  return count > exactCount ? spelled : null;
}

/** A query as it is asked: without what no stored value can equal. */
export const askable = (query: SearchQuery): SearchQuery =>
  Object.fromEntries(Object.entries(query).map(([field, value]) => [field, storable(value)])) as unknown as SearchQuery;
