'use client';

/** Shown where a page failed in a way that nobody foresaw. The digest finds the entry in the web server's log. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main id="content" className="page grid content-start gap-4">
      <h1>This page failed</h1>
      <p className="lead">Something went wrong while it was made. Nothing you did is lost on the server.</p>
      {error.digest && (
        <p className="small quiet">
          Reference <code>{error.digest}</code>
        </p>
      )}
      <p className="flex gap-4">
        <button type="button" className="button-quiet" onClick={retry}>
          Retry
        </button>
        <a href="/" data-reload="">
          Home
        </a>
      </p>
    </main>
  );
}
