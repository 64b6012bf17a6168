import { redirect } from 'next/navigation';
import { SearchField } from '#web/features/find/search-field.tsx';
import { Account } from '#web/features/keep-account/account.tsx';
import { AccountPage } from '#web/features/keep-account/queries.ts';
import { LinkedAccounts } from '#web/features/sign-in-elsewhere/linked-accounts.tsx';
import { Trouble } from '#web/features/sign-in-elsewhere/provider-links.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { signOut } from '#web/features/sign-in/actions.ts';
import { unreachable } from '#web/server/answer.ts';
import { readSession } from '#web/server/session.ts';
import { ask } from '#web/server/viewer.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await readSession())) redirect('/login?return_to=%2Faccount');
  const { data, failures } = await ask(AccountPage, {});
  return (
    <PageFrame title="Account" search={<SearchField />}>
      {data?.viewer ? (
        <div className="grid gap-6">
          <Trouble word={(await searchParams)['error']} />
          <Account viewer={data.viewer} failures={failures} nowMs={Date.now()} signOut={signOut} />
          <LinkedAccounts />
        </div>
      ) : (
        <RefusedPage failure={failures[0] ?? unreachable} retry="/account" />
      )}
    </PageFrame>
  );
}
