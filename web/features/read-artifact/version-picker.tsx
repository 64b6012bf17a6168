import type { ArtifactHeadFragment } from '#web/gql/graphql.ts';
import { artifactPath, type ArtifactTab } from '#web/design/paths.ts';

const shownVersions = 12;

/** The version the page shows, and the newest others, each a link to the same tab. Opens without a script. */
export function VersionPicker({ artifact, version, tab }: { artifact: ArtifactHeadFragment; version: string | null; tab: ArtifactTab }) {
  if (artifact.versions.nodes.length === 0) return null;
  return (
    <details className="disclosure">
      <summary aria-label={`Version ${version ?? 'none'}, choose another`}>
        <span className="mono">{version ?? 'no version'}</span>
        <svg viewBox="0 0 10 6" width="10" height="6" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          <path d="M1 1l4 4 4-4" />
        </svg>
      </summary>
      <div>
        <ul>
          {artifact.versions.nodes.slice(0, shownVersions).map((listed) => (
            <li key={listed.version}>
              <a href={artifactPath(artifact.name, tab, listed.version)} aria-current={listed.version === version ? 'true' : undefined}>
                <span className="mono">{listed.version}</span>
                <span className="small quiet">{noteOn(artifact, listed)}</span>
              </a>
            </li>
          ))}
          {artifact.versions.totalCount > shownVersions && (
            <li>
              <a href={artifactPath(artifact.name, 'versions')}>All {artifact.versions.totalCount} versions</a>
            </li>
          )}
        </ul>
      </div>
    </details>
  );
}

function noteOn(artifact: ArtifactHeadFragment, { version, status }: { readonly version: string; readonly status: string }): string {
  const labels = artifact.tags.filter((tag) => tag.version.version === version).map(({ name }) => name);
  return [...labels, ...(status === 'PUBLISHED' ? [] : [status.toLowerCase()])].join(' · ');
}
