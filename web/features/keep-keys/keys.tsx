import type { KeysPageQuery, SigningAlgorithm } from '#web/gql/graphql.ts';
import { date, shortDigest } from '#web/design/format.ts';
import { publisherPath } from '#web/design/paths.ts';
import { Section } from '#web/design/section.tsx';
import { Toned } from '#web/design/severity.tsx';
import { FailedSection } from '#web/design/strip.tsx';
import { KeyTable } from '#web/features/keep-keys/key-table.tsx';
import { NewKeyForm } from '#web/features/keep-keys/new-key-form.client.tsx';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Viewer = NonNullable<KeysPageQuery['viewer']>;
type Memberships = NonNullable<Viewer['memberships']>;

/** The keys of the reader: those by which programs sign in, and those whose signatures count. */
export function Keys({ viewer: { memberships, apiKeys }, failures, nowMs }: { viewer: Viewer; failures: readonly Failure[]; nowMs: number }) {
  return (
    <div className="grid gap-6">
      <Section id="api-keys" title="API keys">
        {!apiKeys && <Missing failures={failures} path="viewer.apiKeys" section="The API keys" />}
        {apiKeys?.length === 0 && <p className="quiet">No key yet. Programs that cannot open a browser, such as a build server, sign in with one.</p>}
        {apiKeys && apiKeys.length > 0 && <KeyTable apiKeys={apiKeys} nowMs={nowMs} caption="Keys without their secrets, newest first" />}
        <details>
          <summary className="button-quiet">New API key</summary>
          <div className="pt-4">
            <NewKeyForm namespaces={(memberships ?? []).map(({ namespace }) => namespace.handle)} />
          </div>
        </details>
      </Section>
      <Section id="signing-keys" title="Signing keys">
        {memberships ? (
          <SigningKeys memberships={memberships} failures={failures} />
        ) : (
          <Missing failures={failures} path="viewer.memberships" section="The namespaces" />
        )}
      </Section>
    </div>
  );
}

function Missing({ failures, path, section }: { failures: readonly Failure[]; path: string; section: string }) {
  const failure = failureAt(failures, path);
  return failure && <FailedSection failure={failure} section={section} retry="/account/keys" />;
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
      {failure && <FailedSection failure={failure} section="The signing keys" retry="/account/keys" />}
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
