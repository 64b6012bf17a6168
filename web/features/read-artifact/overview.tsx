import type { OverviewQuery } from '#web/gql/graphql.ts';
import { counted, date } from '#web/design/format.ts';
import { artifactPath, publisherPath } from '#web/design/paths.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { readmeHtml } from '#web/features/read-artifact/readme-html.ts';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Artifact = NonNullable<OverviewQuery['artifact']>;

/** README beside who maintains it, what it is found by, and what it needs. */
export function Overview({ artifact, failures }: { artifact: Artifact; failures: readonly Failure[] }) {
  const readme = artifact.version?.readme ?? null;
  const failure = failureAt(failures, 'artifact.version.readme');
  return (
    <div className="sidebar-right">
      <section aria-labelledby="readme">
        <h2 id="readme" className="sr-only">
          README
        </h2>
        {readme ? (
          <div className="readme" dangerouslySetInnerHTML={{ __html: readmeHtml(readme.html) }} />
        ) : failure ? (
          <FailedSection failure={failure} section="The README" retry={artifactPath(artifact.name)} />
        ) : (
          <NoReadme />
        )}
      </section>
      <div className="grid content-start gap-5">
        <Maintainers artifact={artifact} failures={failures} />
        {artifact.version && artifact.version.dependencies.length > 0 && <Needs artifact={artifact} dependencies={artifact.version.dependencies} />}
        {artifact.tags.length > 0 && (
          <section aria-labelledby="labels">
            <h2 id="labels" className="column-head">
              Labels
            </h2>
            <dl className="entries pt-2">
              {artifact.tags.map(({ name, version }) => (
                <div key={name} className="contents">
                  <dt>{name}</dt>
                  <dd>
                    <a href={artifactPath(artifact.name, 'overview', name)} className="mono">
                      {version.version}
                    </a>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
        {artifact.keywords.length > 0 && (
          <section aria-labelledby="keywords">
            <h2 id="keywords" className="column-head">
              Keywords
            </h2>
            <ul className="flex flex-wrap gap-x-3 gap-y-1 pt-2">
              {artifact.keywords.map((keyword) => (
                <li key={keyword}>
                  <a href={`/search?q=${encodeURIComponent(keyword)}`} className="type-link">
                    {keyword}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

function NoReadme() {
  return (
    <p className="quiet">
      This version has no README. A file <code>README.md</code> beside its <code>gati.json</code> would be shown here.
    </p>
  );
}

function Maintainers({ artifact, failures }: { artifact: Artifact; failures: readonly Failure[] }) {
  const { namespace } = artifact;
  const failure = failureAt(failures, 'artifact.namespace');
  return (
    <section aria-labelledby="publisher">
      <h2 id="publisher" className="column-head">
        Publisher
      </h2>
      {namespace ? (
        <div className="grid gap-2 pt-2">
          <p>
            <a href={publisherPath(namespace.handle)}>{namespace.displayName}</a> <span className="mono quiet">@{namespace.handle}</span>
          </p>
          {namespace.badges.length > 0 ? (
            <ul className="small">
              {namespace.badges.map(({ kind, subject, verifiedAt }) => (
                <li key={`${kind} ${subject}`}>
                  {subject}, proved on {date(verifiedAt)}
                </li>
              ))}
            </ul>
          ) : (
            <p className="small quiet">Nothing is proved about this publisher.</p>
          )}
          {namespace.members.nodes.length > 0 && (
            <p className="small">
              <span className="quiet">{counted(namespace.members.totalCount, 'member')}: </span>
              {namespace.members.nodes.map(({ account }) => `@${account.handle}`).join(', ')}
            </p>
          )}
        </div>
      ) : (
        failure && <FailedSection failure={failure} section="The publisher" retry={artifactPath(artifact.name)} />
      )}
    </section>
  );
}

const shownNeeds = 8;

function Needs({ artifact, dependencies }: { artifact: Artifact; dependencies: readonly { readonly name: string; readonly range: string }[] }) {
  return (
    <section aria-labelledby="needs">
      <h2 id="needs" className="column-head">
        Needs
      </h2>
      <ul className="pt-2">
        {dependencies.slice(0, shownNeeds).map(({ name, range }) => (
          <li key={name} className="flex flex-wrap items-baseline justify-between gap-x-3">
            <a href={artifactPath(name)} className="name">
              {name}
            </a>
            <span className="mono quiet">{range}</span>
          </li>
        ))}
        {dependencies.length > shownNeeds && (
          <li>
            <a href={artifactPath(artifact.name, 'dependencies')}>All {dependencies.length}</a>
          </li>
        )}
      </ul>
    </section>
  );
}
