import { artifactPage, type ArtifactRoute } from '../artifact-page.tsx';
import { Versions as Document } from '#web/features/read-artifact/queries.ts';
import { Versions, versionsPerPage } from '#web/features/read-artifact/versions.tsx';
import { ask } from '#web/server/viewer.ts';

export default async function Page(route: ArtifactRoute) {
  return artifactPage(route, {
    tab: 'versions',
    title: 'versions',
    read: (name, ref, after) => ask(Document, { name, ref, first: versionsPerPage, after }),
    show: ({ artifact, after }) => <Versions artifact={artifact} isFirstPage={after === null} />,
  });
}
