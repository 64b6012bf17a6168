import { notFound } from 'next/navigation';
import type { ArtifactHeadFragment, VersionHeadFragment } from '#web/gql/graphql.ts';
import { artifactPath, type ArtifactTab } from '#web/design/paths.ts';
import { SearchField } from '#web/features/find/search-field.tsx';
import { ArtifactFrame } from '#web/features/read-artifact/frame.tsx';
import { ManifestText } from '#web/features/read-artifact/queries.ts';
import { declaredDescription, wantedVersion } from '#web/features/read-artifact/rules.ts';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import type { Answer, Failure } from '#web/server/answer.ts';
import { type ArtifactParams, artifactName } from '#web/server/artifact-params.ts';
import { readSession } from '#web/server/session.ts';
import { ask } from '#web/server/viewer.ts';

/** What Next.js gives a route of an artifact. */
export interface ArtifactRoute {
  readonly params: Promise<ArtifactParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

type Headed = ArtifactHeadFragment & { readonly version: VersionHeadFragment | null };

interface Tab<Artifact extends Headed> {
  readonly tab: ArtifactTab;
  /** The tab's word, for the title; null for the overview. */
  readonly title: string | null;
  readonly read: (name: string, ref: string, after: string | null) => Promise<Answer<{ readonly artifact: Artifact | null }>>;
  readonly show: (shown: { readonly artifact: Artifact; readonly failures: readonly Failure[]; readonly after: string | null }) => React.ReactNode;
}

/** A page of an artifact: its parameters, one query, the frame and the tab's own part. What may not be seen is not found, like what does not exist. */
export async function artifactPage<Artifact extends Headed>({ params, searchParams }: ArtifactRoute, { tab, title, read, show }: Tab<Artifact>) {
  const [name, parameters, session] = await Promise.all([artifactName(params), searchParams, readSession()]);
  const wanted = wantedVersion(parameters['version']);
  const after = typeof parameters['after'] === 'string' ? parameters['after'].slice(0, 500) : null;
  const asked = await read(name, wanted ?? 'latest', after);
  // Nothing is the latest of what is quarantined, staged or refused as a whole: the newest version that the reader may see stands in for it, and says why.
  const newest = wanted === null && asked.data?.artifact && !asked.data.artifact.version ? asked.data.artifact.versions.nodes[0]?.version : undefined;
  const [{ data, failures }, described] =
    newest === undefined ? [asked, null] : await Promise.all([read(name, newest, after), ask(ManifestText, { name, ref: newest })]);
  const found = data?.artifact;
  const artifact = found && { ...found, description: found.description ?? declaredDescription(described?.data?.artifact?.version?.manifest) };
  const refusal = failures[0];
  if (!artifact && !refusal) notFound();
  return (
    <PageFrame
      title={title === null ? name : `${name}, ${title}`}
      description={artifact?.description ?? `${name} in the Gati registry: versions, dependencies, manifest and security.`}
      search={<SearchField />}
    >
      {artifact ? (
        <ArtifactFrame key={name} artifact={artifact} version={artifact.version} wanted={wanted} tab={tab} isSignedIn={session !== null} failures={failures}>
          {show({ artifact, failures, after })}
        </ArtifactFrame>
      ) : (
        refusal && <RefusedPage failure={refusal} retry={artifactPath(name, tab, wanted)} />
      )}
    </PageFrame>
  );
}
