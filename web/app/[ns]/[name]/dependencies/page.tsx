import { artifactPage, type ArtifactRoute } from '../artifact-page.tsx';
import type { DependenciesQuery } from '#web/gql/graphql.ts';
import { Dependencies } from '#web/features/read-artifact/dependencies.tsx';
import { Dependencies as Document, ResolvedTree } from '#web/features/read-artifact/queries.ts';
import { ask } from '#web/server/viewer.ts';

type Artifact = NonNullable<DependenciesQuery['artifact']>;

export default async function Page(route: ArtifactRoute) {
  return artifactPage(route, {
    tab: 'dependencies',
    title: 'dependencies',
    read: (name, ref) => ask(Document, { name, ref }),
    show: ({ artifact }) => artifact.version && <Resolved artifact={artifact} version={artifact.version} />,
  });
}

/** The tree needs a second question: which versions would be chosen now. */
async function Resolved({ artifact, version }: { artifact: Artifact; version: NonNullable<Artifact['version']> }) {
  const { data, failures } =
    version.dependencies.length > 0 ? await ask(ResolvedTree, { refs: [`${artifact.name}@${version.version}`] }) : { data: null, failures: [] };
  return <Dependencies artifact={artifact} version={version} resolution={data?.resolve ?? null} failure={failures[0] ?? null} />;
}
