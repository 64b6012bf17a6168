import type { SqlRunner } from '@gati/database';
import type { SearchQuery, SearchResult, SearchScopes } from '../search-index.ts';
import { facetColumns, facetConditions, facetFields, plainConditions, visibleIn, type FacetField } from './filters.ts';
import { run, startStatement } from './statement.ts';
import { textCondition, type TextQuery } from './text.ts';

/** Rows that are looked at for facets at most; beyond, the counts are of these. Five times as many took five times the 20 ms. */
const rowsMax = 10_000;
const bucketsMax = 50;

/**
 * How the hits divide by each filter, each count under the filters of all other fields, in one pass:
 * a row counts for a field when it fails no filter, or that field's alone.
 */
export async function countFacets(
  tx: SqlRunner,
  {
    query,
    text,
    scopes,
    gatiRanges,
  }: { readonly query: SearchQuery; readonly text: TextQuery; readonly scopes: SearchScopes; readonly gatiRanges: readonly string[] | null },
): Promise<SearchResult['facets']> {
  const statement = startStatement();
  const textual = textCondition(statement, text);
  const set = [...facetConditions(statement, query)];
  const failures = set.map(([, condition]) => `(not (${condition}))::int`).join(' + ') || '0';
  const conditions = [visibleIn(statement, scopes), ...plainConditions(statement, query, gatiRanges), ...(textual ? [textual] : []), `${failures} <= 1`];
  const isSet = new Set(set.map(([field]) => field));

  const sql = `with hit as materialized (
    select type, languages, capabilities, tags, licenses, handle, pricing, ${failures} as failures ${set.map(([field, condition]) => `, (${condition}) as fits_${field}`).join('')}
    from search.document where ${conditions.join(' and ')} limit ${rowsMax})
    ${facetFields.map((field) => `(${countOf(field, isSet.has(field))})`).join(' union all ')}`;
  const counted = await run<{ field: FacetField; value: string; count: number }>(tx, sql, statement);
  return facetFields
    .map((field) => ({ field, buckets: counted.filter((row) => row.field === field).map(({ value, count }) => ({ value, count })) }))
    .filter(({ buckets }) => buckets.length > 0);
}

/** Lists are counted whole before they are taken apart: few artifacts differ in them. */
const countOf = (field: FacetField, isSet: boolean): string => {
  const { column, isList } = facetColumns[field];
  const counts = isSet ? `failures = (not fits_${field})::int` : 'failures = 0';
  const grouped = `select ${column} as stated, count(*) as number from hit where ${counts} group by ${column}`;
  const single = isList ? 'unnest(stated)' : 'lateral (select stated)';
  return `select '${field}' as field, value, sum(number)::int as count from (${grouped}) as grouped, ${single} as of(value)
    group by value order by count desc, value limit ${bucketsMax}`;
};
