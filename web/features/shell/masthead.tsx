import type { Session } from '#web/server/session.ts';
import { withReturn } from '#web/server/return-to.ts';
import { publisherPath } from '#web/design/paths.ts';

/** Top of every page: home, search, and who is signed in.
 *  @param search  the field, where the page has none of its own */
export function Masthead({ session, here, search }: { session: Session | null; here: string; search: React.ReactNode }) {
  return (
    <header className="masthead">
      <div className="page">
        <a href="/" className="wordmark" aria-label="Gati, home" data-keys="g h" data-palette="Home">
          <svg viewBox="0 0 20 18" width="20" height="18" aria-hidden="true">
            <path d="M1 17.5h18" stroke="var(--edge)" />
            <path d="M3 17v-5M7 17v-7M15 17v-5" stroke="currentColor" strokeWidth="1.5" />
            <path d="M11 17V2" stroke="currentColor" strokeWidth="3" />
          </svg>
          Gati
        </a>
        {search && <search>{search}</search>}
        <nav aria-label="Main">
          <ul>
            <li>
              <a href="/search" data-keys="g f" data-palette="Browse all artifacts">
                Browse
              </a>
            </li>
            <li>
              <a href="/docs">Docs</a>
            </li>
            {session ? (
              <>
                <li>
                  <a href={publisherPath(session.handle)} className="mono" data-palette="My artifacts">
                    @{session.handle}
                  </a>
                </li>
                <li>
                  <a href="/account" data-palette="Account">
                    Account
                  </a>
                </li>
              </>
            ) : (
              <>
                <li>
                  <a href={withReturn('/login', here)} data-palette="Sign in">
                    Sign in
                  </a>
                </li>
                <li>
                  <a href={withReturn('/signup', here)} data-palette="Sign up">
                    Sign up
                  </a>
                </li>
              </>
            )}
          </ul>
        </nav>
      </div>
    </header>
  );
}
