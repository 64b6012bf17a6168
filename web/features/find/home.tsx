import type { ArtifactType, HomeQuery } from '#web/gql/graphql.ts';
import { compactNumber, counted, date } from '#web/design/format.ts';
import { Glyph, typeNames } from '#web/design/glyph.tsx';
import { artifactPath } from '#web/design/paths.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { SearchField } from '#web/features/find/search-field.tsx';
import { emptySearch, searchPath } from '#web/features/find/search-state.ts';
import { rising } from '#web/features/find/rules.ts';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Found = NonNullable<HomeQuery['newest']>['nodes'][number]['artifact'];

const perColumn = 6;

/** The start: a search field, an index by type, and three plain lists. */
export function HomePage({ data, failures }: { data: HomeQuery; failures: readonly Failure[] }) {
  const installed = data.installed?.nodes.map(({ artifact }) => artifact) ?? null;
  const newest = data.newest?.nodes.map(({ artifact }) => artifact) ?? null;
  const failure = (path: string) => <FailedSection failure={failureAt(failures, path) ?? failures[0] ?? missing} section="This list" retry="/" />;
  return (
    <>
      <section aria-labelledby="title" className="grid gap-4 pb-6 pt-4">
        <h1 id="title" className="display">
          Everything an application is made of
        </h1>
        <search className="max-w-[720px]">
          <SearchField isLarge placeholder="Name or need" />
        </search>
        <TypeIndex facets={data.installed?.facets ?? []} />
      </section>
      <div className="columns">
        <Column title="Most installed" note="in the last week">
          {installed ? <List artifacts={installed.slice(0, perColumn)} empty="Nothing is published yet." figure={weekly} /> : failure('installed')}
        </Column>
        <Column title="Rising" note="by last week’s share of all installs">
          {installed ? <List artifacts={rising(installed, perColumn)} empty="Nothing was installed in the last week." figure={weekly} /> : failure('installed')}
        </Column>
        <Column title="New" note="by first release">
          {newest ? <List artifacts={newest} empty="Nothing is published yet." figure={released} /> : failure('newest')}
        </Column>
      </div>
    </>
  );
}

const weekly = ({ downloads }: Found): string => `${compactNumber(downloads.lastWeek)} a week`;
const released = ({ latest }: Found): string => (latest?.publishedAt ? date(latest.publishedAt) : 'not released');
const missing: Failure = { code: 'UPSTREAM_UNAVAILABLE', message: 'The registry did not answer.', suggestions: [], requestId: null, path: '', fields: [] };

function Column({ title, note, children }: { title: string; note: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="column-head flex flex-wrap items-baseline justify-between gap-x-3">
        {title} <span className="small quiet font-normal">{note}</span>
      </h2>
      {children}
    </section>
  );
}

function List({ artifacts, empty, figure }: { artifacts: readonly Found[]; empty: string; figure: (artifact: Found) => string }) {
  if (artifacts.length === 0) {
    return (
      <p className="quiet pt-3">
        {empty} Publish the first with <code>gati publish</code>.
      </p>
    );
  }
  return (
    <ol className="rows">
      {artifacts.map((artifact) => (
        <li key={artifact.name} className="hit-plain">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <span className="self-center">
              <Glyph type={artifact.type} isNamed />
            </span>
            <a href={artifactPath(artifact.name)} className="name" data-item="">
              {artifact.name}
            </a>
            {artifact.latest && <span className="mono">{artifact.latest.version}</span>}
            <span className="small quiet ml-auto">{figure(artifact)}</span>
          </div>
          <p className="clamp">{artifact.description ?? <span className="quiet">No description</span>}</p>
        </li>
      ))}
    </ol>
  );
}

/** How many artifacts of each type there are, each a search of its own. */
function TypeIndex({
  facets,
}: {
  facets: readonly { readonly field: string; readonly buckets: readonly { readonly value: string; readonly count: number }[] }[];
}) {
  const counts = new Map(facets.find(({ field }) => field === 'types')?.buckets.map(({ value, count }) => [value, count]));
  const types = Object.keys(typeNames) as ArtifactType[];
  return (
    <nav aria-label="By type">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {types.map((type) => (
          <li key={type}>
            <a href={searchPath({ ...emptySearch, chosen: { ...emptySearch.chosen, types: [type] } })} className="type-link">
              <Glyph type={type} />
              {counted(counts.get(type) ?? 0, typeNames[type])}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
