import { cookies } from 'next/headers';
import { Colophon } from '#web/features/shell/colophon.tsx';
import { Masthead } from '#web/features/shell/masthead.tsx';
import { displayCookie, readDisplay } from '#web/server/display.ts';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';
import { presentPath } from '#web/server/viewer.ts';

interface Frame {
  /** What the page is about; the site's name is added. */
  readonly title: string;
  /** One sentence for search engines and link previews: what the page is for. */
  readonly description: string;
  /** The search field, for pages that have none of their own. */
  readonly search: React.ReactNode;
  readonly children: React.ReactNode;
}

/** What every page has: title, skip link, masthead, main part, colophon. */
export async function PageFrame({ title, description, search, children }: Frame) {
  const [session, jar, here] = await Promise.all([readSession(), cookies(), presentPath()]);
  return (
    <>
      <title>{title === 'Gati' ? 'Gati Registry' : `${title} · Gati`}</title>
      <meta name="description" content={description} />
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <Masthead session={session} here={here} search={search} />
      <main id="content" className="page" tabIndex={-1}>
        {children}
      </main>
      <Colophon display={readDisplay(jar.get(displayCookie)?.value)} apiUrl={new URL('/graphql', settings().publicUrl).href} />
    </>
  );
}
