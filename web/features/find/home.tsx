import type { ArtifactType, HomeQuery } from '#web/gql/graphql.ts';
import { compactNumber, counted, date } from '#web/design/format.ts';
import { Glyph, typeNames } from '#web/design/glyph.tsx';
import { artifactPath } from '#web/design/paths.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { SearchField } from '#web/features/find/search-field.tsx';
import { emptySearch, searchPath } from '#web/features/find/search-state.ts';
import { mostInstalled, rising } from '#web/features/find/rules.ts';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Installed = NonNullable<HomeQuery['installed']>['nodes'][number]['artifact'];
type Updated = NonNullable<HomeQuery['updated']>['nodes'][number]['artifact'];
type Newest = NonNullable<HomeQuery['newest']>['nodes'][number]['artifact'];

const perColumn = 6;

/** The start: a search field, an index by type, and three plain lists. Where nothing was installed lately, nothing is popular and nothing rises: the first steps and what was updated stand there instead. */
export function HomePage({ data, failures }: { data: HomeQuery; failures: readonly Failure[] }) {
  const installed = data.installed?.nodes.map(({ artifact }) => artifact) ?? null;
  const updated = data.updated?.nodes.map(({ artifact }) => artifact) ?? null;
  const newest = data.newest?.nodes.map(({ artifact }) => artifact) ?? null;
  const popular = mostInstalled(installed ?? [], perColumn);
  const risers = rising(installed ?? [], perColumn);
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
        {installed && popular.length === 0 ? (
          <FirstSteps />
        ) : (
          <Column title="Most installed" note="in the last week">
            {installed ? <List artifacts={popular} figure={weekly} /> : failure('installed')}
          </Column>
        )}
        {risers.length > 0 ? (
          <Column title="Rising" note="by last week’s share of all installs">
            <List artifacts={risers} figure={weekly} />
          </Column>
        ) : (
          <Column title="Updated" note="by last release">
            {updated ? <List artifacts={updated} figure={({ updatedAt }: Updated) => date(updatedAt)} /> : failure('updated')}
          </Column>
        )}
        <Column title="New" note="by first release">
          {newest ? <List artifacts={newest} figure={({ createdAt }: Newest) => date(createdAt)} /> : failure('newest')}
        </Column>
      </div>
    </>
  );
}

const weekly = ({ downloads }: Installed): string => `${compactNumber(downloads.lastWeek)} a week`;
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

const firstSteps = [
  ['/docs#gati', 'Get the command', 'gati comes with the repository of this registry.'],
  ['/docs#install', 'Install', 'Digest and signature are checked on your machine.'],
  ['/docs#publish', 'Publish', 'A folder with a gati.json is all it takes.'],
  ['/docs#clients', 'Use what you have', 'oras, docker, crane, skopeo, helm and cosign work as they are.'],
] as const;

function FirstSteps() {
  return (
    <Column title="First steps" note="documentation">
      <ol className="rows">
        {firstSteps.map(([path, title, text]) => (
          <li key={path} className="hit-plain">
            <a href={path}>{title}</a>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </Column>
  );
}

function List<Artifact extends Installed>({ artifacts, figure }: { artifacts: readonly Artifact[]; figure: (artifact: Artifact) => string }) {
  if (artifacts.length === 0) {
    return (
      <p className="quiet pt-3">
        Nothing is published yet. Publish the first with <code>gati publish</code>: <a href="/docs#publish">how</a>.
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
            {artifact.visibility === 'PRIVATE' && <span className="small quiet">private</span>}
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
