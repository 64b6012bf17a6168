import type { SecurityPageQuery } from '#web/gql/graphql.ts';
import { ActButton } from '#web/design/act-button.client.tsx';
import { date } from '#web/design/format.ts';
import { Section } from '#web/design/section.tsx';
import { Toned } from '#web/design/severity.tsx';
import { FailedSection } from '#web/design/strip.tsx';
import { endOtherSessions, endSession, removePasskey, signOutEverywhere } from '#web/features/secure-account/actions.ts';
import { NewPasskey } from '#web/features/secure-account/new-passkey.client.tsx';
import { PasswordForm } from '#web/features/secure-account/password-form.client.tsx';
import { RecoveryCodesLeft } from '#web/features/secure-account/recovery-codes.client.tsx';
import { methods } from '#web/features/secure-account/rules.ts';
import { Totp } from '#web/features/secure-account/totp.client.tsx';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Viewer = NonNullable<SecurityPageQuery['viewer']>;
type TwoFactor = NonNullable<Viewer['twoFactor']>;
type Sessions = NonNullable<Viewer['sessions']>;

const retry = '/account/security';

/** How the account is kept safe: second factors, password, and where it is signed in.
 *  @param linked  the accounts elsewhere that it signs in with */
export function Security({ viewer, failures, linked }: { viewer: Viewer; failures: readonly Failure[]; linked: React.ReactNode }) {
  const handle = viewer.account?.handle ?? '';
  const missing = (path: string, section: string) => {
    const failure = failureAt(failures, path);
    return failure && <FailedSection failure={failure} section={section} retry={retry} />;
  };
  return (
    <div className="grid gap-6">
      {viewer.twoFactor ? <Factors twoFactor={viewer.twoFactor} handle={handle} /> : missing('viewer.twoFactor', 'The second factors')}
      <Section id="password" title="Password">
        <PasswordForm handle={handle} />
      </Section>
      {linked}
      <Section id="sessions" title="Where you are signed in">
        {viewer.sessions ? <SessionTable sessions={viewer.sessions} /> : missing('viewer.sessions', 'The sessions')}
      </Section>
    </div>
  );
}

function Factors({ twoFactor: { isEnabled, totpSince, passkeys, recoveryCodesLeft }, handle }: { twoFactor: TwoFactor; handle: string }) {
  return (
    <Section id="two-factor" title="Two-factor sign-in">
      <p>
        {isEnabled ? (
          <Toned tone="ok">On: a password alone does not open your account.</Toned>
        ) : (
          <>
            <Toned tone="medium">Off.</Toned> Whoever learns your password can publish as you. Set up an authenticator app or a passkey.
          </>
        )}
      </p>
      <div className="grid gap-6 md:grid-cols-2">
        <section aria-labelledby="totp" className="grid content-start gap-3">
          <h3 id="totp">Authenticator app</h3>
          <Totp since={totpSince === null ? null : date(totpSince)} handle={handle} />
        </section>
        <section aria-labelledby="passkeys" className="grid content-start gap-3">
          <h3 id="passkeys">Passkeys</h3>
          {passkeys.length === 0 && <p className="quiet">None yet. A passkey signs in by itself, with the lock of your device or a security key.</p>}
          {passkeys.length > 0 && (
            <ul className="rows">
              {passkeys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => (
                <li key={id} className="is-short flex flex-wrap items-center justify-between gap-3">
                  <span>
                    <strong>{name}</strong>{' '}
                    <span className="small quiet">
                      since {date(createdAt)}, {lastUsedAt === null ? 'never used' : `last used ${date(lastUsedAt)}`}
                      {isBackedUp ? ', synced' : ''}
                    </span>
                  </span>
                  <ActButton action={removePasskey} fields={{ id }} submit="Remove" label={`Remove the passkey ${name}`} />
                </li>
              ))}
            </ul>
          )}
          <NewPasskey handle={handle} />
        </section>
      </div>
      {isEnabled && (
        <section aria-labelledby="recovery-codes" className="grid gap-3">
          <h3 id="recovery-codes">Recovery codes</h3>
          <RecoveryCodesLeft left={recoveryCodesLeft} handle={handle} />
        </section>
      )}
    </Section>
  );
}

function SessionTable({ sessions }: { sessions: Sessions }) {
  return (
    <>
      <table className="table is-stacked">
        <caption>Sessions, used last first; an ended one counts nowhere after five seconds</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Signed in by</th>
            <th scope="col">Address</th>
            <th scope="col">Last used</th>
            <th scope="col">Since</th>
            <th scope="col">
              <span className="sr-only">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, isCurrent, clientName, method, address, createdAt, lastUsedAt }) => (
            <tr key={id}>
              <th scope="row">{clientName ?? 'Unknown client'}</th>
              <td>{methods[method]}</td>
              <td className="mono">{address ?? '–'}</td>
              <td>{date(lastUsedAt)}</td>
              <td className="quiet">since {date(createdAt)}</td>
              <td>
                {isCurrent ? (
                  <Toned tone="ok">this one</Toned>
                ) : (
                  <ActButton
                    action={endSession}
                    fields={{ id }}
                    submit="End"
                    label={`End the session ${clientName ?? 'of an unknown client'} since ${date(createdAt)}`}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-3">
        {sessions.length > 1 && <ActButton action={endOtherSessions} submit="End all others" />}
        <ActButton action={signOutEverywhere} submit="Sign out everywhere" />
      </div>
    </>
  );
}
