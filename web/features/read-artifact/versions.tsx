import type { VersionsQuery } from '#web/gql/graphql.ts';
import { counted, date, shortDigest, size } from '#web/design/format.ts';
import { artifactPath } from '#web/design/paths.ts';
import { releaseSpine } from '#web/design/release-spine.ts';
import { Toned, toneOfScore } from '#web/design/severity.tsx';
import { Status } from '#web/design/status.tsx';
import { isPrerelease } from '#web/features/read-artifact/rules.ts';

type Artifact = NonNullable<VersionsQuery['artifact']>;

/** Versions on one page. */
export const versionsPerPage = 40;

/** All versions, newest first. */
export function Versions({ artifact, isFirstPage }: { artifact: Artifact; isFirstPage: boolean }) {
  const { nodes, pageInfo, totalCount } = artifact.listed;
  const breaking = new Set(
    releaseSpine(artifact.versions.nodes, artifact.timescape?.edges ?? []).flatMap(({ version, shape }) => (shape === 'breaking' ? [version] : [])),
  );
  if (nodes.length === 0) {
    return (
      <p className="quiet">
        No version is here yet. The first one appears when it is published with <code>gati publish</code>: <a href="/docs#publish">how</a>.
      </p>
    );
  }
  return (
    <section aria-label="Versions">
      <table className="table is-stacked">
        <caption>{counted(totalCount, 'version')}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Published</th>
            <th scope="col">Status</th>
            <th scope="col">Score</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">Digest</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((version) => (
            <tr key={version.version} id={`v${version.version}`}>
              <th scope="row">
                <a href={artifactPath(artifact.name, 'overview', version.version)} className="name" data-item="">
                  {version.version}
                </a>{' '}
                <span className="small quiet font-normal">{notes(artifact, version.version, breaking.has(version.version))}</span>
              </th>
              <td>{version.publishedAt ? <time dateTime={version.publishedAt}>{date(version.publishedAt)}</time> : <span className="quiet">not yet</span>}</td>
              <td>
                <Status status={version.status} />
                {version.statusReason && <span className="small quiet block">{version.statusReason}</span>}
              </td>
              <td>
                {version.scan?.score == null ? (
                  <span className="quiet">not measured</span>
                ) : (
                  <Toned tone={toneOfScore(version.scan.score, version.status)}>{version.scan.score}</Toned>
                )}
              </td>
              <td className="number">{size(version.sizeBytes)}</td>
              <td>
                <code>{shortDigest(version.digest)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(!isFirstPage || pageInfo.hasNextPage) && (
        <nav aria-label="Pages" className="flex gap-5 pt-4">
          {!isFirstPage && <a href={artifactPath(artifact.name, 'versions')}>Newest versions</a>}
          {pageInfo.hasNextPage && pageInfo.endCursor && (
            <a href={`${artifactPath(artifact.name, 'versions')}?after=${encodeURIComponent(pageInfo.endCursor)}`}>Older versions</a>
          )}
        </nav>
      )}
    </section>
  );
}

function notes(artifact: Artifact, version: string, isBreaking: boolean): string {
  const labels = artifact.tags.filter((tag) => tag.version.version === version).map(({ name }) => name);
  return [...labels, ...(isBreaking ? ['breaking'] : []), ...(isPrerelease(version) ? ['prerelease'] : [])].join(' · ');
}
