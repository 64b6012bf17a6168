import { SearchField } from '#web/features/find/search-field.tsx';
import { Docs } from '#web/features/read-docs/docs.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';

export default async function Page() {
  const session = await readSession();
  return (
    <PageFrame title="Documentation" description="What this registry is, and how to get the gati command, publish and install." search={<SearchField />}>
      <Docs publicUrl={settings().publicUrl} handle={session?.handle ?? null} />
    </PageFrame>
  );
}
