import { FailureReference } from '#web/design/failure-reference.tsx';
import type { Failure } from '#web/server/answer.ts';

/** In place of a page that the registry refused to give: what, why, what to do. */
export function RefusedPage({ failure, retry }: { failure: Failure; retry: string }) {
  return (
    <section aria-labelledby="refused" className="grid gap-4">
      <h1 id="refused">This page cannot be shown now</h1>
      <p className="lead">{failure.message}</p>
      {failure.suggestions.length > 0 && (
        <ul className="list-disc pl-4">
          {failure.suggestions.map((suggestion) => (
            <li key={suggestion}>{suggestion}</li>
          ))}
        </ul>
      )}
      <p>
        <FailureReference failure={failure} />
      </p>
      <p>
        <a href={retry} className="button-quiet" data-reload="">
          Retry
        </a>
      </p>
    </section>
  );
}
