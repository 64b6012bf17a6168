import { accountPage } from '../account-page.tsx';
import { SecurityPage } from '#web/features/secure-account/queries.ts';
import { Security } from '#web/features/secure-account/security.tsx';
import { LinkedAccounts } from '#web/features/sign-in-elsewhere/linked-accounts.tsx';
import { Trouble } from '#web/features/sign-in-elsewhere/provider-links.tsx';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { error } = await searchParams;
  return accountPage({
    tab: 'security',
    path: '/account/security',
    title: 'Security',
    description: 'Second factors, passkeys, password, linked accounts, and where you are signed in.',
    document: SecurityPage,
    show: (viewer, failures) => (
      <>
        <Trouble word={error} />
        <Security viewer={viewer} failures={failures} linked={<LinkedAccounts />} />
      </>
    ),
  });
}
