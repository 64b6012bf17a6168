import type { ListedApiKeyFragment } from '#web/gql/graphql.ts';
import { GraveAct } from '#web/design/act-button.client.tsx';
import { date } from '#web/design/format.ts';
import { Toned } from '#web/design/severity.tsx';
import { revokeKey } from '#web/features/keep-keys/actions.ts';
import { RotateForm } from '#web/features/keep-keys/rotate-form.client.tsx';
import { isAlive, reachOf } from '#web/features/keep-keys/rules.ts';

/** API keys without their secrets, each with what it may, what it reaches, and its end. */
export function KeyTable({ apiKeys, nowMs, caption }: { apiKeys: readonly ListedApiKeyFragment[]; nowMs: number; caption: string }) {
  return (
    <table className="table is-stacked">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">May</th>
          <th scope="col">Reaches</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="sr-only">Rotate or revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {apiKeys.map((key) => (
          <tr key={key.id}>
            <th scope="row">{key.name}</th>
            <td>{key.scopes.map((scope) => scope.toLowerCase()).join(', ')}</td>
            <td className="breakable">{reachOf(key)}</td>
            <td>
              {key.lastUsedAt ? (
                <>
                  <span className="stacked-word">last used </span>
                  {date(key.lastUsedAt)}
                </>
              ) : (
                <span className="quiet">never used</span>
              )}
            </td>
            <td>
              <Ending apiKey={key} nowMs={nowMs} />
            </td>
            <td>
              {isAlive(key, nowMs) && (
                <div className="flex flex-wrap gap-2">
                  <RotateForm id={key.id} name={key.name} />
                  <GraveAct
                    action={revokeKey}
                    fields={{ id: key.id, name: key.name }}
                    typedName={key.name}
                    opener="Revoke"
                    submit="Revoke for good"
                    label={`Revoke ${key.name}`}
                  >
                    Programs that use it lose access at once.
                  </GraveAct>
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Ending({ apiKey: { revokedAt, expiresAt }, nowMs }: { apiKey: ListedApiKeyFragment; nowMs: number }) {
  if (revokedAt) return <Toned tone="medium">revoked on {date(revokedAt)}</Toned>;
  if (expiresAt === null) return <span className="quiet">when revoked</span>;
  if (Date.parse(expiresAt) <= nowMs) return <Toned tone="medium">ended on {date(expiresAt)}</Toned>;
  return (
    <>
      <span className="stacked-word">ends </span>
      {date(expiresAt)}
    </>
  );
}
