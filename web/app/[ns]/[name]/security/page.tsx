import { artifactPage, type ArtifactRoute } from '../artifact-page.tsx';
import { Security as Document } from '#web/features/read-artifact/queries.ts';
import { findingsPerPage, Security } from '#web/features/read-artifact/security.tsx';
import { ask } from '#web/server/viewer.ts';

export default async function Page(route: ArtifactRoute) {
  return artifactPage(route, {
    tab: 'security',
    title: 'security',
    read: (name, ref, after) => ask(Document, { name, ref, first: findingsPerPage, after }),
    show: ({ artifact, failures }) => artifact.version && <Security artifact={artifact} version={artifact.version} failures={failures} />,
  });
}
