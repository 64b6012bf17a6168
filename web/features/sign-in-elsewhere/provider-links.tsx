import { Strip } from '#web/design/strip.tsx';
import { SignInProviders } from '#web/features/sign-in-elsewhere/queries.ts';
import { providerPath, providerTitles, troubleOf } from '#web/features/sign-in-elsewhere/rules.ts';
import { withReturn } from '#web/server/return-to.ts';
import { askAsNobody } from '#web/server/viewer.ts';

/** Ways to sign in with an account elsewhere: those that this registry is set up for, and nothing at all where it is set up for none. */
export async function ProviderLinks({ returnTo }: { returnTo: string }) {
  const { data } = await askAsNobody(SignInProviders, {});
  const providers = data?.signInProviders ?? [];
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-4">
      {providers.map((provider) => (
        <a key={provider} className="button-quiet" href={withReturn(`/login/${providerPath(provider)}`, returnTo)}>
          Sign in with {providerTitles[provider]}
        </a>
      ))}
    </div>
  );
}

/** Why the last sign-in with an account elsewhere came to nothing. @param word  from the address of the page */
export function Trouble({ word }: { word: unknown }) {
  const trouble = troubleOf(word);
  return (
    trouble && (
      <Strip tone="medium" label="Sign-in">
        {trouble}
        {word === 'confirm' && (
          <>
            {' '}
            <a href="/account/confirm?return_to=%2Faccount%2Fsecurity">Confirm it is you</a>
          </>
        )}
      </Strip>
    )
  );
}
