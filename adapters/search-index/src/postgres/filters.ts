import { RegistryError } from '@gati/errors';
import type { SqlRunner } from '@gati/database';
import semver from 'semver';
import type { SearchQuery, SearchScopes } from '../search-index.ts';
import type { Statement } from './statement.ts';

/** The filters that are facets too, each with its column; a list column holds several values of one artifact. */
export const facetColumns = {
  types: { column: 'type', isList: false },
  languages: { column: 'languages', isList: true },
  capabilities: { column: 'capabilities', isList: true },
  tags: { column: 'tags', isList: true },
  licenses: { column: 'licenses', isList: true },
  namespaces: { column: 'handle', isList: false },
  pricing: { column: 'pricing', isList: false },
} as const;
export type FacetField = keyof typeof facetColumns;
export const facetFields = Object.keys(facetColumns) as FacetField[];

/** What may be seen at all. It stands inside every statement, so that counts, facets, cursors and completions know nothing else either. */
export const visibleIn = (statement: Statement, { namespaceIds, artifactIds }: SearchScopes): string => {
  const within = (column: string, ids: readonly string[]) => (ids.length > 0 ? ` or ${column} = any(${statement.value(ids, 'uuid[]')})` : '');
  return `not is_removed and (visibility = 'public'${within('namespace_id', namespaceIds)}${within('artifact_id', artifactIds)})`;
};

/** The condition of each facet filter that the query sets. */
export function facetConditions(statement: Statement, query: SearchQuery): ReadonlyMap<FacetField, string> {
  const conditions = new Map<FacetField, string>();
  for (const field of facetFields) {
    const values = query[field];
    if (!values?.length) continue;
    const { column, isList } = facetColumns[field];
    const wanted = statement.value(values, 'text[]');
    conditions.set(field, isList ? `${column} && ${wanted}` : `${column} = any(${wanted})`);
  }
  return conditions;
}

/** The other filters. */
export function plainConditions(statement: Statement, { verifiedOnly, minScore }: SearchQuery, gatiRanges: readonly string[] | null): readonly string[] {
  return [
    ...(verifiedOnly ? ['is_verified'] : []),
    ...(minScore === undefined ? [] : [`score >= ${statement.value(minScore, 'int')}`]),
    ...(gatiRanges === null ? [] : [`(gati_range is null or gati_range = any(${statement.value(gatiRanges, 'text[]')}))`]),
  ];
}

/**
 * The ranges of Gati versions, among all that artifacts state, that a version satisfies; null when the query does not ask.
 * Semver knows more than a database can compare, and ranges are few and alike: so they are judged here and looked up by their text.
 * @throws VALIDATION_FAILED when the version is none
 */
export async function satisfiedRanges(tx: SqlRunner, gati: string | undefined): Promise<readonly string[] | null> {
  if (gati === undefined || gati === '') return null;
  const version = gati.length <= 128 ? semver.valid(gati) : null;
  if (!version) {
    throw new RegistryError('VALIDATION_FAILED', {
      fields: [{ path: 'query.gati', message: `«${gati.slice(0, 80)}» is not a version`, fix: 'Write three numbers, for example 2.0.8.' }],
    });
  }
  const stated = await tx.$queryRawUnsafe<{ range: string }[]>(
    'select distinct gati_range as range from search.document where gati_range is not null and not is_removed',
  );
  return stated.map(({ range }) => range).filter((range) => semver.satisfies(version, range));
}
