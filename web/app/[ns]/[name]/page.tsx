import { artifactPage, type ArtifactRoute } from './artifact-page.tsx';
import { Overview } from '#web/features/read-artifact/overview.tsx';
import { Overview as Document } from '#web/features/read-artifact/queries.ts';
import { ask } from '#web/server/viewer.ts';

export default async function Page(route: ArtifactRoute) {
  return artifactPage(route, {
    tab: 'overview',
    title: null,
    read: (name, ref) => ask(Document, { name, ref }),
    show: ({ artifact, failures }) => <Overview artifact={artifact} failures={failures} />,
  });
}
