import { HomePage } from '#web/features/find/home.tsx';
import { Home } from '#web/features/find/queries.ts';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { unreachable } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

export default async function Page() {
  const { data, failures } = await ask(Home, {});
  return (
    <PageFrame
      title="Gati"
      description="The registry of the Gati framework: modules, plugins, models, agents, templates and snapshots, signed and scanned."
      search={null}
    >
      {data ? <HomePage data={data} failures={failures} /> : <RefusedPage failure={failures[0] ?? unreachable} retry="/" />}
    </PageFrame>
  );
}
