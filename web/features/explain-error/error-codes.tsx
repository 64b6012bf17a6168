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
      <ol className="rows ruled-top">
        {errorCodes.map((code) => {
          const { when, status } = explanationOf(code);
          return (
            <li key={code} className="hit-plain">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <a href={errorPath(code)} className="name" data-item="">
                  {code}
                </a>
                <span className="small quiet">HTTP {status}</span>
              </p>
              <p>{when}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
