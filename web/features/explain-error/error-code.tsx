import { type ErrorCode, explanationOf } from '@gati/errors';

/** What an error code means, how it reads, and what to do. */
export function ErrorCodePage({ code }: { code: ErrorCode }) {
  const { status, when, remedies, example } = explanationOf(code);
  return (
    <article className="grid gap-5" aria-labelledby="code">
      <header className="grid gap-2">
        <p>
          <a href="/errors">Error codes</a>
        </p>
        <h1 id="code" className="name">
          {code}
        </h1>
        <p className="lead">{when}</p>
      </header>
      <section aria-labelledby="fix" className="grid gap-2">
        <h2 id="fix">How to fix it</h2>
        <ul className="list-disc pl-4">
          {remedies.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="reads" className="grid gap-2">
        <h2 id="reads">How it reads, for example</h2>
        <p className="command">
          <code>{example}</code>
        </p>
        <p className="small quiet">HTTP status {status}, where the protocol has one. Quote the request id of your message when you report it.</p>
      </section>
    </article>
  );
}
