import type { ArtifactType, SearchQuery, SearchSort } from '#web/gql/graphql.ts';
import { ArtifactRow } from '#web/design/artifact-row.tsx';
import { exactNumber } from '#web/design/format.ts';
import { Glyph } from '#web/design/glyph.tsx';
import { releaseSpine } from '#web/design/release-spine.ts';
import { fragmentsOf } from '#web/features/find/rules.ts';
import { emptySearch, type FacetName, facetParameters, isFiltered, searchPath, type SearchState, sorts, toggled } from '#web/features/find/search-state.ts';
import { SearchField } from '#web/features/find/search-field.tsx';

type Results = NonNullable<SearchQuery['search']>;

/** Hits on one page. */
export const pageSize = 20;

/** The search page: the field, facets with counts, and hits one can choose among without opening them. */
export function SearchPage({ state, results }: { state: SearchState; results: Results }) {
  const total = `${exactNumber(results.totalCount)}${results.totalCountIsExact ? '' : ' or more'} ${results.totalCount === 1 ? 'artifact' : 'artifacts'}`;
  return (
    <>
      <h1 className="sr-only">Search</h1>
      <search className="max-w-[720px]">
        <SearchField state={state} isLarge />
      </search>
      <div className="flex flex-wrap items-center justify-between gap-x-5 gap-y-2 py-4">
        <p role="status">
          <strong>{total}</strong>
          {state.text && (
            <>
              {' '}
              for <q>{state.text}</q>
            </>
          )}
        </p>
        <SortLinks state={state} />
      </div>
      <div className="sidebar-left">
        <Facets state={state} facets={results.facets} />
        <section aria-label="Results">
          {results.didYouMean && (
            <p className="pb-3">
              Did you mean <a href={searchPath({ ...state, text: results.didYouMean, after: null })}>{results.didYouMean}</a>?
            </p>
          )}
          {results.nodes.length > 0 ? <Hits hits={results.nodes} /> : <NothingFound state={state} />}
          <Pages state={state} results={results} />
        </section>
      </div>
    </>
  );
}

function Hits({ hits }: { hits: Results['nodes'] }) {
  return (
    <ol className="rows ruled-top">
      {hits.map(({ artifact, highlights }) => {
        const marked = highlights.find(({ field }) => field === 'description');
        return (
          <ArtifactRow
            key={artifact.name}
            artifact={artifact}
            ticks={releaseSpine(artifact.versions.nodes, artifact.timescape?.edges ?? [])}
            description={marked && fragmentsOf(marked.html).map(({ text, isMarked }, index) => (isMarked ? <mark key={index}>{text}</mark> : text))}
          />
        );
      })}
    </ol>
  );
}

function NothingFound({ state }: { state: SearchState }) {
  return (
    <div className="grid gap-3">
      <h2>Nothing fits</h2>
      <p>Fewer filters find more; a part of a name is enough, and one or two wrong letters do no harm.</p>
      {isFiltered(state) && (
        <p>
          <a href={searchPath({ ...emptySearch, text: state.text })}>Search without filters</a>
        </p>
      )}
      <p>
        <a href="/search">See all artifacts</a>
      </p>
    </div>
  );
}

function SortLinks({ state }: { state: SearchState }) {
  const link = (sort: SearchSort, word: string) => (
    <li key={sort}>
      <a href={searchPath({ ...state, sort, after: null })} className="choice" aria-current={sort === state.sort ? 'true' : undefined}>
        {word}
      </a>
    </li>
  );
  return (
    <nav aria-label="Sort by" className="flex flex-wrap items-baseline gap-x-3">
      <span className="small quiet" aria-hidden="true">
        Sort by
      </span>
      <ul className="flex flex-wrap gap-x-3">{sorts.map(([sort, word]) => link(sort, word))}</ul>
    </nav>
  );
}

const facetTitles: { readonly [Name in FacetName]: string } = {
  types: 'Type',
  capabilities: 'Capability',
  languages: 'Language',
  licenses: 'License',
  namespaces: 'Publisher',
  tags: 'Tag',
  pricing: 'Price',
};
const shownBuckets = 8;

/** Beside the hits; on a phone before them, folded up. Where a browser cannot unfold it by style alone, it stays a disclosure. */
function Facets({ state, facets }: { state: SearchState; facets: Results['facets'] }) {
  const isKnown = (field: string): field is FacetName => field in facetParameters;
  const shown = facets
    .flatMap(({ field, buckets }) => (isKnown(field) ? [{ field, buckets: withChosen(buckets, state.chosen[field]) }] : []))
    .filter(({ buckets }) => buckets.length > 0);
  const chosen = Object.values(state.chosen).flat().length + Number(state.verifiedOnly) + Number(state.minScore !== null);
  return (
    <details className="filters">
      <summary className="button-quiet">Filters{chosen > 0 && `, ${chosen} chosen`}</summary>
      <nav aria-label="Filters" className="grid content-start gap-5">
        {shown.map(({ field, buckets }) => (
          <section key={field} className="facet" aria-label={facetTitles[field]}>
            <h2 className="column-head small">{facetTitles[field]}</h2>
            <ul>
              {buckets.slice(0, shownBuckets).map(({ value, count }) => (
                <li key={value}>
                  <FacetLink state={state} field={field} value={value} count={count} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <section className="facet" aria-label="Proof">
          <h2 className="column-head small">Proof</h2>
          <a href={searchPath({ ...state, verifiedOnly: !state.verifiedOnly, after: null })} aria-current={state.verifiedOnly ? 'true' : undefined}>
            <Box isOn={state.verifiedOnly} />
            <span>verified publishers only</span>
          </a>
          <a
            href={searchPath({ ...state, minScore: state.minScore === null ? 90 : null, after: null })}
            aria-current={state.minScore === null ? undefined : 'true'}
          >
            <Box isOn={state.minScore !== null} />
            <span>security score {state.minScore ?? 90} or more</span>
          </a>
        </section>
      </nav>
    </details>
  );
}

/** The buckets with every chosen value among them, also one that finds nothing, so that it can be given up. */
function withChosen(buckets: Results['facets'][number]['buckets'], chosen: readonly string[]) {
  const absent = chosen.filter((value) => !buckets.some((bucket) => bucket.value === value));
  return [...absent.map((value) => ({ value, count: 0 })), ...buckets];
}

function FacetLink({ state, field, value, count }: { state: SearchState; field: FacetName; value: string; count: number }) {
  const isOn = state.chosen[field].includes(value);
  const word = field === 'types' || field === 'pricing' ? value.toLowerCase().replace('_', ' ') : field === 'namespaces' ? `@${value}` : value;
  return (
    <a href={searchPath(toggled(state, field, value))} aria-current={isOn ? 'true' : undefined}>
      <Box isOn={isOn} />
      {field === 'types' && <Glyph type={value as ArtifactType} />}
      <span>{word}</span>
      <span className="count">{exactNumber(count)}</span>
    </a>
  );
}

function Box({ isOn }: { isOn: boolean }) {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" fill="none" stroke="var(--edge)" aria-hidden="true" className="flex-none">
      <rect x=".5" y=".5" width="13" height="13" />
      {isOn && <path d="M3 7.2l2.8 2.8L11 4" stroke="var(--ink)" strokeWidth="2" />}
    </svg>
  );
}

function Pages({ state, results: { pageInfo } }: { state: SearchState; results: Results }) {
  if (state.after === null && !pageInfo.hasNextPage) return null;
  return (
    <nav aria-label="Pages" className="flex gap-5 pt-4">
      {state.after !== null && <a href={searchPath({ ...state, after: null })}>First page</a>}
      {pageInfo.hasNextPage && pageInfo.endCursor && (
        <a href={searchPath({ ...state, after: pageInfo.endCursor })} rel="next">
          Next {pageSize}
        </a>
      )}
    </nav>
  );
}
