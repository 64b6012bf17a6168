import { Copy } from '#web/design/copy.client.tsx';
import { publisherPath } from '#web/design/paths.ts';
import { linesFor } from '#web/features/read-docs/rules.ts';

const parts = [
  ['gati', 'Get the command'],
  ['login', 'Sign in'],
  ['publish', 'Publish'],
  ['install', 'Install'],
  ['clients', 'Stock clients'],
  ['graphql', 'GraphQL'],
  ['http', 'HTTP'],
  ['errors', 'When something is refused'],
] as const;

/** What this registry is and how it is used, with lines that can be copied as they stand.
 *  @param handle  the signed-in reader's; null for everybody else */
export function Docs({ publicUrl, handle }: { publicUrl: URL; handle: string | null }) {
  const lines = linesFor(publicUrl, handle ?? 'you');
  return (
    <article className="grid gap-6" aria-labelledby="docs">
      <header className="grid gap-3">
        <h1 id="docs">Documentation</h1>
        <p className="lead">
          One home for everything a Gati application is made of: modules, plugins, models, agents, templates and snapshots of environments.
        </p>
        <p>
          What is pushed is staged and seen by its publisher alone. It becomes visible when a key that its namespace trusts has signed it and no harmful code
          was found in it; from then on its bytes never change. <code>gati install</code> checks digest and signature once more on your machine, before it
          unpacks anything.
        </p>
        <nav aria-label="On this page">
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            {parts.map(([id, title]) => (
              <li key={id}>
                <a href={`#${id}`} className="type-link">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>

      <Part id="gati">
        <p>
          The command <code>gati</code> comes with the repository of the registry: Node ≥ 20, npm and a clone in which <code>npm start</code> ran once are all
          it needs. Put the path of your clone in place of <code>&lt;clone&gt;</code>; without the alias, type the whole of it instead of <code>gati</code>.
        </p>
        <Typed lines={lines.alias} what="alias" />
        <p>
          Never run bare <code>npx gati</code> outside of the clone: on the public npm registry that name is not ours.
        </p>
      </Part>

      <Part id="login">
        {handle ? (
          <p>
            You are signed in here as <a href={publisherPath(handle)}>@{handle}</a>. The terminal signs in by this browser:
          </p>
        ) : (
          <p>
            <a href="/signup">Sign up</a> or <a href="/login">sign in</a> here; your handle is what you publish under, and stands below in place of{' '}
            <code>you</code>. The terminal signs in by this browser:
          </p>
        )}
        <Typed lines={lines.signIn} what="sign-in" />
        <p>
          It shows a code and a page to approve it on. Programs use an API key instead, from <a href="/account">your account</a> or{' '}
          <code>gati token create</code>, in the variable <code>GATI_TOKEN</code>.
        </p>
      </Part>

      <Part id="publish">
        <p>
          First a key to sign with, once. It makes <code>cosign.key</code>, which stays with you, and registers the public half for your namespace:
        </p>
        <Typed lines={lines.key} what="making of the key" />
        <p>
          Then a folder with a <code>gati.json</code>:
        </p>
        <Typed lines={lines.folder} what="making of the folder" />
        <Typed lines={lines.publish} what="publishing" />
        <p>
          It packs, uploads, signs, and shows every step until the version is published, scanned and found by search. The page whose address it prints shows the
          same.
        </p>
      </Part>

      <Part id="install">
        <p>In any other folder:</p>
        <Typed lines={lines.install} what="installation" />
        <p>
          It writes <code>gati.json</code>, <code>gati.lock.json</code> and <code>gati_modules</code>. With the lockfile, <code>gati install --frozen</code>{' '}
          brings the same bytes on every machine, or fails.
        </p>
      </Part>

      <Part id="clients">
        <p>
          It is the same registry by OCI, at <code>{publicUrl.host}</code>. The user name is your handle, the password that of your account, or an API key (
          <code>$KEY</code> below).
        </p>
        {lines.clients.map(({ client, lines: typed }) => (
          <Typed key={client} lines={typed} what={`lines for ${client}`} />
        ))}
        <p>What was pushed is staged until its digest is signed, and then everybody can pull it:</p>
        <Typed lines={lines.sign} what="signing" />
      </Part>

      <Part id="graphql">
        <p>
          One endpoint has everything that these pages show: <code>{new URL('/graphql', publicUrl).href}</code>. It describes itself to any GraphQL client by
          introspection, and takes an API key as <code>Authorization: Bearer …</code>
        </p>
        <Typed lines={lines.query} what="query" />
      </Part>

      <Part id="http">
        <p>
          <a href="/docs/http" data-reload="">
            All HTTP routes
          </a>{' '}
          with their parameters and answers, also as an{' '}
          <a href="/openapi.json" data-reload="">
            OpenAPI document
          </a>
          .
        </p>
      </Part>

      <Part id="errors">
        <p>
          Every refusal has a code, says what is wrong and what to do, and carries a request id to quote. See <a href="/errors">all error codes</a>.
        </p>
      </Part>
    </article>
  );
}

function Part({ id, children }: { id: (typeof parts)[number][0]; children: React.ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="column-head">
        {parts.find(([part]) => part === id)?.[1]}
      </h2>
      {children}
    </section>
  );
}

/** Lines for a terminal, copied together. */
function Typed({ lines, what }: { lines: readonly string[]; what: string }) {
  const text = lines.join('\n');
  return (
    <div className="command flex-wrap">
      <code className="basis-full whitespace-pre-wrap sm:basis-0">{text}</code>
      <Copy text={text} what={what} />
    </div>
  );
}
