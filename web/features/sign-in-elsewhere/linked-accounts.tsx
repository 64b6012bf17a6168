import { ActButton } from '#web/design/act-button.client.tsx';
import { date } from '#web/design/format.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { LinkedIdentities } from '#web/features/sign-in-elsewhere/queries.ts';
import { providerPath, providerTitles } from '#web/features/sign-in-elsewhere/rules.ts';
import { unlink } from '#web/features/sign-in-elsewhere/actions.ts';
import { failureAt, unreachable } from '#web/server/answer.ts';
import { ask } from '#web/server/viewer.ts';

/** The accounts elsewhere that the reader signs in with; nothing where the registry is set up for none and none is linked. */
export async function LinkedAccounts() {
  const { data, failures } = await ask(LinkedIdentities, {});
  const identities = data?.viewer?.identities;
  const providers = data?.signInProviders ?? [];
  if (!identities)
    return <FailedSection failure={failureAt(failures, 'viewer.identities') ?? unreachable} section="The linked accounts" retry="/account/security" />;
  if (identities.length === 0 && providers.length === 0) return null;
  return (
    <section aria-labelledby="linked-accounts" className="grid gap-4">
      <h2 id="linked-accounts" className="column-head">
        Linked accounts
      </h2>
      {identities.length === 0 && <p className="quiet">None yet. With a linked account you sign in without a password.</p>}
      <ul className="grid gap-2">
        {identities.map(({ id, provider, name, linkedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-4">
            <span>
              <strong>{providerTitles[provider]}</strong> {name} <span className="quiet">since {date(linkedAt)}</span>
            </span>
            <ActButton action={unlink} fields={{ id }} submit="Unlink" label={`Unlink ${providerTitles[provider]} ${name}`} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-4">
        {providers.map((provider) => (
          <a key={provider} className="button-quiet" href={`/login/${providerPath(provider)}?for=link&return_to=%2Faccount%2Fsecurity`}>
            Link {providerTitles[provider]}
          </a>
        ))}
      </div>
    </section>
  );
}
