import { cookies } from 'next/headers';
import { encode, getToken, type JWT } from 'next-auth/jwt';
import { cache } from 'react';
import { graphql } from '#web/gql/index.ts';
import type { GrantedSessionFragment } from '#web/gql/graphql.ts';
import { settings } from '#web/server/settings.ts';

/** A signed-in reader with the registry's own tokens. It exists on the web server and, encrypted, in the browser's cookie; no page and no script ever gets it. */
export interface Session {
  readonly accountId: string;
  readonly handle: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token stops working, as milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** How long a browser keeps the cookie without coming back: 30 days, the life of a refresh token. */
export const sessionLifetimeSeconds = 30 * 24 * 60 * 60;

/** Name and attributes of the session cookie: bound to this very host (`__Host-`) wherever the registry is reached by https. */
export function sessionCookie() {
  const secure = settings().publicUrl.protocol === 'https:';
  return { name: secure ? '__Host-gati-session' : 'gati-session', options: { httpOnly: true, sameSite: 'lax', path: '/', secure } } as const;
}

/** The session of the request at hand, read once; null for the signed-out, and for a cookie that is not ours or has expired. */
export const readSession = cache(async (): Promise<Session | null> =>
  openSession(Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]))),
);

/** The session in these cookies; null when there is none that we sealed. */
export async function openSession(cookiesByName: Readonly<Record<string, string>>): Promise<Session | null> {
  // next-auth reads `cookies` and `headers` alone, whatever kind of request it is given.
  const request = { cookies: cookiesByName, headers: {} } as unknown as Parameters<typeof getToken>[0]['req'];
  const token = await getToken({ req: request, cookieName: sessionCookie().name, secret: settings().sessionSecret });
  return token ? sessionOf(token) : null;
}

/** The encrypted text of a session's cookie. */
export async function sealSession(session: Session): Promise<string> {
  return encode({ token: claimsOf(session), secret: settings().sessionSecret, maxAge: sessionLifetimeSeconds });
}

/** What the cookie holds. */
export const claimsOf = ({ accountId, handle, ...tokens }: Session): JWT => ({ sub: accountId, name: handle, ...tokens });

function sessionOf({ sub, name, accessToken, refreshToken, expiresAtMs }: JWT): Session | null {
  if (
    typeof sub !== 'string' ||
    typeof name !== 'string' ||
    typeof accessToken !== 'string' ||
    typeof refreshToken !== 'string' ||
    typeof expiresAtMs !== 'number'
  )
    return null;
  return { accountId: sub, handle: name, accessToken, refreshToken, expiresAtMs };
}

/** A session as every way of signing in asks for it; documents name the fragment, the generated types join it in. */
export const grantedSession = graphql(`
  fragment GrantedSession on Session {
    accessToken
    refreshToken
    expiresAt
    account {
      id
      handle
    }
  }
`);

/** The registry's answer to a sign-in as we keep it. */
export const sessionGranted = ({ accessToken, refreshToken, expiresAt, account }: GrantedSessionFragment): Session => ({
  accountId: account.id,
  handle: account.handle,
  accessToken,
  refreshToken,
  expiresAtMs: Date.parse(expiresAt),
});
