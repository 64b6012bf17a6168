'use client';

/** The last resort, when not even the document around the pages could be made: no styles, no scripts of its own, so the content security policy has nothing to object to. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>This page failed · Gati</title>
        <main>
          <h1>This page failed</h1>
          <p>Something went wrong while it was made. {error.digest && `Reference ${error.digest}.`}</p>
          <p>
            <a href="/">Home</a>
          </p>
        </main>
      </body>
    </html>
  );
}
