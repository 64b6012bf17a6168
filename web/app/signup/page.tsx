import { redirect } from 'next/navigation';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { SignUpForm } from '#web/features/sign-in/sign-up-form.client.tsx';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const returnTo = ownPath((await searchParams)['return_to']);
  if (await readSession()) redirect(returnTo);
  return (
    <PageFrame title="Sign up" description="Make an account to publish modules, models, agents and more under your own handle." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Sign up</h1>
        <SignUpForm returnTo={returnTo} />
        <p>
          An account already? <a href={withReturn('/login', returnTo)}>Sign in</a>
        </p>
      </div>
    </PageFrame>
  );
}
