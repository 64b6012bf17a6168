import { redirect } from 'next/navigation';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { SignInForm } from '#web/features/sign-in/sign-in-form.client.tsx';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const returnTo = ownPath((await searchParams)['return_to']);
  if (await readSession()) redirect(returnTo);
  return (
    <PageFrame title="Sign in" search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Sign in</h1>
        <SignInForm returnTo={returnTo} />
        <p>
          No account yet? <a href={withReturn('/signup', returnTo)}>Sign up</a>
        </p>
      </div>
    </PageFrame>
  );
}
