import { artifactPage, type ArtifactRoute } from '../artifact-page.tsx';
import { Manifest } from '#web/features/read-artifact/manifest.tsx';
import { Manifest as Document } from '#web/features/read-artifact/queries.ts';
import { settings } from '#web/server/settings.ts';
import { ask } from '#web/server/viewer.ts';

export default async function Page(route: ArtifactRoute) {
  return artifactPage(route, {
    tab: 'manifest',
    title: 'manifest',
    read: (name, ref) => ask(Document, { name, ref }),
    show: ({ artifact }) => artifact.version && <Manifest artifact={artifact} version={artifact.version} host={settings().publicUrl.host} />,
  });
}
