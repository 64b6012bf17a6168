import { redirect } from 'next/navigation';
import type { TypedDocumentString } from '#web/gql/graphql.ts';
import { SearchField } from '#web/features/find/search-field.tsx';
import { AccountFrame, type AccountTab } from '#web/features/keep-account/account-frame.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { type Failure, unreachable } from '#web/server/answer.ts';
import { withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';
import { ask, presentPath } from '#web/server/viewer.ts';

interface Tab<Viewer> {
  readonly tab: AccountTab;
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly document: TypedDocumentString<{ readonly viewer?: Viewer | null }, Record<string, never>>;
  readonly show: (viewer: Viewer, failures: readonly Failure[]) => React.ReactNode;
}

/** A page of the reader's own account: one query, the tabs, and the tab's own part; the signed-out sign in first and come back. */
export async function accountPage<Viewer>({ tab, path, title, description, document, show }: Tab<Viewer>) {
  const session = await readSession();
  if (!session) redirect(withReturn('/login', await presentPath()));
  const { data, failures } = await ask(document, {});
  return (
    <PageFrame title={title} description={description} search={<SearchField />}>
      {data?.viewer ? (
        <AccountFrame tab={tab} handle={session.handle}>
          {show(data.viewer, failures)}
        </AccountFrame>
      ) : (
        <RefusedPage failure={failures[0] ?? unreachable} retry={path} />
      )}
    </PageFrame>
  );
}
