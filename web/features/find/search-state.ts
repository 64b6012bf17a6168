import type { ArtifactType, PricingModel, SearchInput, SearchSort } from '#web/gql/graphql.ts';

/** A search as the address of its page says it. */
export interface SearchState {
  readonly text: string;
  /** Chosen values of each facet, in the order they were chosen. */
  readonly chosen: { readonly [Name in FacetName]: readonly string[] };
  readonly verifiedOnly: boolean;
  readonly minScore: number | null;
  readonly gati: string | null;
  readonly sort: SearchSort;
  /** Cursor of the last hit of the page before. */
  readonly after: string | null;
}

/** Facets of the API and the names they have in addresses. */
export const facetParameters = {
  types: 'type',
  capabilities: 'capability',
  languages: 'language',
  licenses: 'license',
  namespaces: 'by',
  tags: 'tag',
  pricing: 'price',
} as const;

export type FacetName = keyof typeof facetParameters;
const facetNames = Object.keys(facetParameters) as FacetName[];

/** Facets whose values are enumerations: written in capitals in the API and in small letters in addresses. */
const enumerations: { readonly [Name in FacetName]?: readonly string[] } = {
  types: ['MODULE', 'PLUGIN', 'MODEL', 'AGENT', 'TEMPLATE', 'SNAPSHOT'] satisfies ArtifactType[],
  pricing: ['FREE', 'ONE_TIME', 'SUBSCRIPTION', 'USAGE'] satisfies PricingModel[],
};

/** Orders that can be chosen, with their words. */
export const sorts: readonly (readonly [sort: SearchSort, word: string])[] = [
  ['RELEVANCE', 'relevance'],
  ['DOWNLOADS', 'installs'],
  ['STARS', 'stars'],
  ['UPDATED', 'updated'],
  ['CREATED', 'newest'],
];

export const longestText = 200;
const longestValue = 100;
const mostValues = 20;

export const emptySearch: SearchState = {
  text: '',
  chosen: { types: [], capabilities: [], languages: [], licenses: [], namespaces: [], tags: [], pricing: [] },
  verifiedOnly: false,
  minScore: null,
  gati: null,
  sort: 'RELEVANCE',
  after: null,
};

/** Reads a search from the parameters of its address. Whatever it does not know, or finds malformed, it leaves out: an old or mistyped address still finds something. */
export function parseSearch(parameters: Readonly<Record<string, string | readonly string[] | undefined>>): SearchState {
  const all = (name: string): readonly string[] => [parameters[name] ?? []].flat().filter((value) => value !== '' && value.length <= longestValue);
  const one = (name: string): string | null => all(name)[0] ?? null;
  const text = [parameters['q'] ?? ''].flat()[0] ?? '';
  const minScore = /^\d{1,3}$/.test(one('score') ?? '') ? Number(one('score')) : null;
  const cursor = [parameters['after'] ?? []].flat()[0];
  return {
    text: text.trim().slice(0, longestText),
    chosen: Object.fromEntries(facetNames.map((facet) => [facet, valuesOf(facet, all(facetParameters[facet]))])) as SearchState['chosen'],
    verifiedOnly: one('verified') === '1',
    minScore: minScore !== null && minScore <= 100 ? minScore : null,
    gati: one('gati'),
    sort: sorts.find(([, word]) => word === one('sort'))?.[0] ?? 'RELEVANCE',
    after: cursor && cursor.length <= 500 ? cursor : null,
  };
}

function valuesOf(facet: FacetName, written: readonly string[]): readonly string[] {
  const known = enumerations[facet];
  const values = known ? written.map((value) => value.toUpperCase()).filter((value) => known.includes(value)) : written;
  return [...new Set(values)].slice(0, mostValues);
}

/** Address of a search; the same search always has the same one. */
export function searchPath(state: SearchState): string {
  const parameters = searchParameters(state).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parameters.length > 0 ? `/search?${parameters.join('&')}` : '/search';
}

/** The search as name and value pairs, as a form sends them. */
export function searchParameters({
  text,
  chosen,
  verifiedOnly,
  minScore,
  gati,
  sort,
  after,
}: SearchState): readonly (readonly [name: string, value: string])[] {
  const facets = facetNames.flatMap((facet) =>
    chosen[facet].map((value) => [facetParameters[facet], enumerations[facet] ? value.toLowerCase() : value] as const),
  );
  const word = sorts.find(([known]) => known === sort)?.[1];
  return [
    ...(text ? [['q', text] as const] : []),
    ...facets,
    ...(verifiedOnly ? [['verified', '1'] as const] : []),
    ...(minScore === null ? [] : [['score', String(minScore)] as const]),
    ...(gati === null ? [] : [['gati', gati] as const]),
    ...(sort !== 'RELEVANCE' && word ? [['sort', word] as const] : []),
    ...(after === null ? [] : [['after', after] as const]),
  ];
}

/** The search with one value of a facet chosen, or given up if it was; it starts at the first page again. */
export function toggled(state: SearchState, facet: FacetName, value: string): SearchState {
  const present = state.chosen[facet];
  const values = present.includes(value) ? present.filter((other) => other !== value) : [...present, value];
  return { ...state, chosen: { ...state.chosen, [facet]: values }, after: null };
}

/** The search as the API takes it. */
export function searchInput({ text, chosen, verifiedOnly, minScore, gati, sort }: SearchState): SearchInput {
  const input: Record<string, unknown> = { verifiedOnly, sort };
  if (text) input['text'] = text;
  for (const facet of facetNames) if (chosen[facet].length > 0) input[facet] = chosen[facet];
  if (minScore !== null) input['minScore'] = minScore;
  if (gati !== null) input['gati'] = gati;
  return input as SearchInput;
}

/** Whether anything narrows the search beside its words. */
export const isFiltered = ({ chosen, verifiedOnly, minScore, gati }: SearchState): boolean =>
  verifiedOnly || minScore !== null || gati !== null || facetNames.some((facet) => chosen[facet].length > 0);
