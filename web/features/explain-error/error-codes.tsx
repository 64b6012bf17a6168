import { explanationOf } from '@gati/errors';
import { errorPath } from '#web/design/paths.ts';
import { errorCodes } from '#web/features/explain-error/codes.ts';

/** Every error code with its meaning, each a link to what fixes it. */
export function ErrorCodes() {
  return (
    <div className="grid gap-5">
      <header className="grid gap-2">
        <h1>Error codes</h1>
        <p>
          Every refusal carries one, over GraphQL, HTTP and OCI and in the terminal alike. The page of a code says how to fix it; see also the{' '}
          <a href="/docs">documentation</a>.
        </p>
      </header>
      <table className="table is-stacked">
        <caption>{errorCodes.length} codes</caption>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">When it is answered</th>
            <th scope="col" className="number">
              HTTP
            </th>
          </tr>
        </thead>
        <tbody>
          {errorCodes.map((code) => {
            const { when, status } = explanationOf(code);
            return (
              <tr key={code}>
                <th scope="row" className="pr-4">
                  <a href={errorPath(code)} className="name" data-item="">
                    {code}
                  </a>
                </th>
                <td>{when}</td>
                <td className="number">{status}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
