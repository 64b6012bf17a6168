import type { AccountPageQuery, SigningAlgorithm } from '#web/gql/graphql.ts';
import { date, shortDigest } from '#web/design/format.ts';
import { publisherPath } from '#web/design/paths.ts';
import { FailedSection } from '#web/design/strip.tsx';
import { Toned } from '#web/design/severity.tsx';
import { NewKeyForm } from '#web/features/keep-account/new-key-form.client.tsx';
import { RevokeForm } from '#web/features/keep-account/revoke-form.client.tsx';
import { isAlive } from '#web/features/keep-account/rules.ts';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Viewer = NonNullable<AccountPageQuery['viewer']>;
type Memberships = NonNullable<Viewer['memberships']>;
type ApiKeys = NonNullable<Viewer['apiKeys']>;

/** The reader's own: who one is, where one may publish, and the keys to it. */
export function Account({ viewer, failures, nowMs, signOut }: { viewer: Viewer; failures: readonly Failure[]; nowMs: number; signOut: () => Promise<void> }) {
  const { account, memberships, apiKeys } = viewer;
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h1>Account</h1>
          {account ? (
            <p>
              <span className="mono">@{account.handle}</span> <span className="quiet">{account.email}</span>
            </p>
          ) : (
            <Missing failures={failures} path="viewer.account" section="The account" />
          )}
        </div>
        <form action={signOut}>
          <button className="button-quiet" data-palette="Sign out">
            Sign out
          </button>
        </form>
      </div>
      <section aria-labelledby="api-keys" className="grid gap-4">
        <h2 id="api-keys" className="column-head">
          API keys
        </h2>
        {apiKeys ? <KeyTable apiKeys={apiKeys} nowMs={nowMs} /> : <Missing failures={failures} path="viewer.apiKeys" section="The API keys" />}
        <details>
          <summary className="button-quiet">New API key</summary>
          <div className="pt-4">
            <NewKeyForm namespaces={(memberships ?? []).map(({ namespace }) => namespace.handle)} />
          </div>
        </details>
      </section>
      <section aria-labelledby="signing-keys" className="grid gap-4">
        <h2 id="signing-keys" className="column-head">
          Signing keys
        </h2>
        {memberships ? (
          <SigningKeys memberships={memberships} failures={failures} />
        ) : (
          <Missing failures={failures} path="viewer.memberships" section="The namespaces" />
        )}
      </section>
    </div>
  );
}

function Missing({ failures, path, section }: { failures: readonly Failure[]; path: string; section: string }) {
  const failure = failureAt(failures, path);
  return failure && <FailedSection failure={failure} section={section} retry="/account" />;
}

function KeyTable({ apiKeys, nowMs }: { apiKeys: ApiKeys; nowMs: number }) {
  if (apiKeys.length === 0) return <p className="quiet">No key yet. Programs that cannot open a browser, such as a build server, sign in with one.</p>;
  return (
    <table className="table is-stacked">
      <caption>Keys without their secrets, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">May</th>
          <th scope="col">In</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="sr-only">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {apiKeys.map((key) => (
          <tr key={key.id}>
            <th scope="row">{key.name}</th>
            <td>{key.scopes.map((scope) => scope.toLowerCase()).join(', ')}</td>
            <td className="mono">{key.namespaces.length > 0 ? key.namespaces.map(({ handle }) => `@${handle}`).join(', ') : 'all of yours'}</td>
            <td>{key.lastUsedAt ? date(key.lastUsedAt) : <span className="quiet">never</span>}</td>
            <td>
              {key.revokedAt ? (
                <Toned tone="medium">revoked on {date(key.revokedAt)}</Toned>
              ) : key.expiresAt ? (
                date(key.expiresAt)
              ) : (
                <span className="quiet">when revoked</span>
              )}
            </td>
            <td>{isAlive(key, nowMs) && <RevokeForm id={key.id} name={key.name} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const algorithms: Record<SigningAlgorithm, string> = { ECDSA_P256: 'ECDSA P-256', ECDSA_P384: 'ECDSA P-384', ED25519: 'Ed25519', RSA: 'RSA' };

function SigningKeys({ memberships, failures }: { memberships: Memberships; failures: readonly Failure[] }) {
  const hint = (
    <p className="small quiet">
      Register one with <code>gati keys generate --register @namespace</code>; the private key never leaves your machine.
    </p>
  );
  const rows = memberships.flatMap(({ namespace }) => (namespace.signingKeys ?? []).map((key) => ({ namespace, key })));
  const failure = failureAt(failures, 'viewer.memberships.namespace.signingKeys');
  return (
    <>
      {failure && <FailedSection failure={failure} section="The signing keys" retry="/account" />}
      {rows.length === 0 && !failure && <p className="quiet">No key is registered in your namespaces, so nothing you push would be admitted.</p>}
      {rows.length > 0 && (
        <table className="table is-stacked">
          <caption>Keys whose signatures count, by namespace</caption>
          <thead>
            <tr>
              <th scope="col">Namespace</th>
              <th scope="col">Fingerprint</th>
              <th scope="col">Algorithm</th>
              <th scope="col">Counts</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ namespace, key }) => (
              <tr key={key.id}>
                <th scope="row">
                  <a href={publisherPath(namespace.handle)} className="name">
                    @{namespace.handle}
                  </a>
                </th>
                <td>
                  <code title={key.fingerprint}>{shortDigest(key.fingerprint)}</code>
                </td>
                <td>{algorithms[key.algorithm]}</td>
                <td>
                  from {date(key.validFrom)}
                  {key.revokedAt && (
                    <>
                      {' '}
                      to {date(key.revokedAt)} <Toned tone="medium">revoked</Toned>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hint}
    </>
  );
}
