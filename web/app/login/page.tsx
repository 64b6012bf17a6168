import { redirect } from 'next/navigation';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { ProviderLinks, Trouble } from '#web/features/sign-in-elsewhere/provider-links.tsx';
import { PasskeySignIn } from '#web/features/sign-in/passkey-sign-in.client.tsx';
import { SignInForm } from '#web/features/sign-in/sign-in-form.client.tsx';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { return_to: wanted, error } = await searchParams;
  const returnTo = ownPath(wanted);
  if (await readSession()) redirect(returnTo);
  return (
    <PageFrame title="Sign in" description="Sign in with a password, a passkey or a linked account." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Sign in</h1>
        <Trouble word={error} />
        <SignInForm returnTo={returnTo} />
        <PasskeySignIn returnTo={returnTo} />
        <ProviderLinks returnTo={returnTo} />
        <p>
          <a href="/forgot-password">Forgot your password?</a>
        </p>
        <p>
          No account yet? <a href={withReturn('/signup', returnTo)}>Sign up</a>
        </p>
      </div>
    </PageFrame>
  );
}
