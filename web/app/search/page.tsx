import { Search } from '#web/features/find/queries.ts';
import { pageSize, SearchPage } from '#web/features/find/results.tsx';
import { parseSearch, searchInput, searchPath } from '#web/features/find/search-state.ts';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { unreachable } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const state = parseSearch(await searchParams);
  const { data, failures } = await ask(Search, { query: searchInput(state), first: pageSize, after: state.after });
  return (
    <PageFrame
      title={state.text ? `${state.text}, search` : 'Search'}
      description="Search modules, plugins, models, agents, templates and snapshots."
      search={null}
    >
      {data?.search ? <SearchPage state={state} results={data.search} /> : <RefusedPage failure={failures[0] ?? unreachable} retry={searchPath(state)} />}
    </PageFrame>
  );
}
