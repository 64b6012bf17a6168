import { RegistryError, type FieldFault } from '@gati/errors';
import { isSemanticVersion } from '@gati/identifiers';
import type { SearchQuery, SearchSort } from '@gati/search-index';

/** What a caller looks for, as it came. */
export interface SearchRequest {
  readonly text?: string | null;
  readonly types?: readonly string[] | null;
  readonly languages?: readonly string[] | null;
  readonly capabilities?: readonly string[] | null;
  readonly tags?: readonly string[] | null;
  readonly licenses?: readonly string[] | null;
  readonly namespaces?: readonly string[] | null;
  readonly verifiedOnly?: boolean | null;
  readonly pricing?: readonly string[] | null;
  readonly gati?: string | null;
  readonly minScore?: number | null;
  readonly sort?: SearchSort | null;
}

const textLengthMax = 200;
const valuesMax = 50;
const valueLengthMax = 200;
const lists = ['types', 'languages', 'capabilities', 'tags', 'licenses', 'namespaces', 'pricing'] as const;
/** Filters whose values are kept in lower case. */
const lowered = new Set(['languages', 'capabilities', 'namespaces']);

/** A search that the index can answer. @throws VALIDATION_FAILED naming every fault */
export function parseSearch(request: SearchRequest): Omit<SearchQuery, 'first' | 'after'> {
  const faults: FieldFault[] = [];
  const text = request.text ?? '';
  if (text.length > textLengthMax)
    faults.push({ path: 'query.text', message: `has ${text.length} characters, more than ${textLengthMax}`, fix: 'Search for fewer words.' });
  for (const field of lists) {
    const values = request[field] ?? [];
    if (values.length > valuesMax) faults.push({ path: `query.${field}`, message: `has ${values.length} values, more than ${valuesMax}`, fix: 'Name fewer.' });
    else if (values.some((value) => value.length > valueLengthMax))
      faults.push({ path: `query.${field}`, message: `has a value of more than ${valueLengthMax} characters`, fix: 'Shorten it.' });
  }
  const { minScore, gati } = request;
  if (typeof minScore === 'number' && (minScore < 0 || minScore > 100))
    faults.push({ path: 'query.minScore', message: `${minScore} is not a score`, fix: 'Use 0 to 100.' });
  if (gati && !isSemanticVersion(gati))
    faults.push({ path: 'query.gati', message: `«${gati.slice(0, 80)}» is not a version`, fix: 'Write three numbers, for example 2.0.8.' });
  if (faults.length > 0) throw new RegistryError('VALIDATION_FAILED', { fields: faults });

  const filters = lists.flatMap((field) => (request[field]?.length ? [[field, request[field].map((value) => normalise(field, value))]] : []));
  return {
    text,
    sort: request.sort ?? 'RELEVANCE',
    ...(Object.fromEntries(filters) as Partial<SearchQuery>),
    ...(request.verifiedOnly ? { verifiedOnly: true } : {}),
    ...(gati ? { gati } : {}),
    ...(typeof minScore === 'number' ? { minScore } : {}),
  };
}

const normalise = (field: string, value: string): string => {
  const trimmed = field === 'namespaces' ? value.trim().replace(/^@/, '') : value.trim();
  return lowered.has(field) ? trimmed.toLowerCase() : trimmed;
};
