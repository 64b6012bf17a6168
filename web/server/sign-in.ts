import { cookies } from 'next/headers';
import NextAuth, { type AuthOptions, type User } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { claimsOf, type Session, sessionCookie, sessionLifetimeSeconds } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';

/** Signs the browser at hand in as whoever `redeem` returns; when that is nobody, nothing changes. For server actions and route handlers only: it writes the session cookie.
 *
 *  next-auth runs in process, with one credentials provider for every way of proving who one is (password, sign-up, one-use code): the registry alone knows passwords, links accounts and talks to other identity providers. Its HTTP routes are not served: forms post to server actions, which check the origin. */
export async function signInWith(redeem: () => Promise<Session | null>): Promise<void> {
  const handle = NextAuth(optionsFor(redeem)) as unknown as (request: object, response: object) => Promise<void>;
  const csrf = createExchange();
  await handle({ method: 'GET', query: { nextauth: ['csrf'] }, cookies: {}, headers: {} }, csrf.response);
  const csrfToken = (csrf.body() as { csrfToken: string }).csrfToken;
  const callback = createExchange();
  const request = { method: 'POST', query: { nextauth: ['callback', providerId] }, cookies: csrf.cookies(), headers: {}, body: { csrfToken, json: 'true' } };
  await handle(request, callback.response);

  const { name, options } = sessionCookie();
  const jar = await cookies();
  for (const [cookie, value] of Object.entries(callback.cookies())) {
    if (cookie === name || cookie.startsWith(`${name}.`)) jar.set(cookie, value, { ...options, maxAge: sessionLifetimeSeconds });
  }
}

/** Takes the session cookie away from the browser at hand. */
export async function forgetSession(): Promise<void> {
  const { name, options } = sessionCookie();
  const jar = await cookies();
  for (const cookie of jar.getAll()) if (cookie.name === name || cookie.name.startsWith(`${name}.`)) jar.set(cookie.name, '', { ...options, maxAge: 0 });
}

const providerId = 'registry';

function optionsFor(redeem: () => Promise<Session | null>): AuthOptions {
  const authorize = async (): Promise<SignedInUser | null> => {
    const session = await redeem();
    return session && { id: session.accountId, name: session.handle, session };
  };
  return {
    providers: [CredentialsProvider({ id: providerId, name: 'Gati', credentials: {}, authorize })],
    secret: settings().sessionSecret,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    cookies: { sessionToken: sessionCookie() },
    callbacks: { jwt: ({ token, user }) => (isSignedInUser(user) ? claimsOf(user.session) : token) },
  };
}

type SignedInUser = User & { readonly session: Session };
const isSignedInUser = (user: User | undefined): user is SignedInUser => user !== undefined && 'session' in user;

/** A response that keeps what next-auth writes instead of sending it. */
function createExchange() {
  let body: unknown;
  let setCookies: readonly string[] = [];
  const response = {
    status: () => response,
    getHeader: () => [...setCookies],
    setHeader: (name: string, value: readonly string[]) => {
      if (name === 'Set-Cookie') setCookies = value;
      return response;
    },
    json: (value: unknown) => void (body = value),
    send: (value: unknown) => void (body = value),
    end: () => {},
  };
  const cookiePairs = () => setCookies.map((header) => header.slice(0, header.indexOf(';')).split('=') as [string, string]);
  return { response, body: () => body, cookies: () => Object.fromEntries(cookiePairs().map(([name, value]) => [name, decodeURIComponent(value)])) };
}
