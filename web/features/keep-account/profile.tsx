import type { ProfilePageQuery } from '#web/gql/graphql.ts';
import { counted } from '#web/design/format.ts';
import { publisherPath } from '#web/design/paths.ts';
import { Section } from '#web/design/section.tsx';
import { Toned } from '#web/design/severity.tsx';
import { FailedSection, Strip } from '#web/design/strip.tsx';
import { VerificationForm } from '#web/features/keep-account/verification-form.client.tsx';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Viewer = NonNullable<ProfilePageQuery['viewer']>;

/** Who one is here, and what waits for one. */
export function Profile({ viewer, failures, signOut }: { viewer: Viewer; failures: readonly Failure[]; signOut: () => Promise<void> }) {
  const { account, isEmailVerified, invitations } = viewer;
  const failure = failureAt(failures, 'viewer.account');
  return (
    <div className="grid gap-6">
      {invitations && invitations.length > 0 && (
        <Strip tone="low" label="Invitations">
          {counted(invitations.length, 'invitation waits', 'invitations wait')} for your answer: <code>gati org invitations</code>
        </Strip>
      )}
      <Section id="you" title="You">
        {!account && failure && <FailedSection failure={failure} section="The account" retry="/account" />}
        {account && (
          <dl className="entries">
            <dt>Handle</dt>
            <dd>
              <a href={publisherPath(account.handle)} className="name">
                @{account.handle}
              </a>
            </dd>
            <dt>E-mail</dt>
            <dd className="grid gap-2">
              <span>
                {account.email ?? <span className="quiet">none</span>} {isEmailVerified === true && <Toned tone="ok">confirmed</Toned>}
                {isEmailVerified === false && <Toned tone="medium">not confirmed</Toned>}
              </span>
              {isEmailVerified === false && <VerificationForm />}
            </dd>
          </dl>
        )}
      </Section>
      <form action={signOut}>
        <button className="button-quiet" data-palette="Sign out">
          Sign out
        </button>
      </form>
    </div>
  );
}
