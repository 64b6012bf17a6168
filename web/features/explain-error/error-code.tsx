import { definitionOf, type ErrorCode } from '@gati/errors';
import { examples } from '#web/features/explain-error/examples.ts';

/** What an error code means, how it reads, and what to do. */
export function ErrorCodePage({ code }: { code: ErrorCode }) {
  const { when, status, message, suggestions } = definitionOf(code);
  const example = examples[code];
  const advice = suggestions(example);
  return (
    <article className="grid gap-5" aria-labelledby="code">
      <header className="grid gap-2">
        <p className="quiet">Error code</p>
        <h1 id="code" className="name">
          {code}
        </h1>
        <p className="lead">{when}</p>
      </header>
      <section aria-labelledby="fix" className="grid gap-2">
        <h2 id="fix">How to fix it</h2>
        {advice.length > 0 ? (
          <ul className="list-disc pl-4">
            {advice.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          <p>The message says what stands in the way; there is no general remedy.</p>
        )}
      </section>
      <section aria-labelledby="reads" className="grid gap-2">
        <h2 id="reads">How it reads, for example</h2>
        <p className="command">
          <code>{message(example)}</code>
        </p>
        <p className="small quiet">HTTP status {status}, where the protocol has one. Quote the request id of your message when you report it.</p>
      </section>
    </article>
  );
}
