import { type NextRequest, NextResponse } from 'next/server';
import { isErrorCode } from '#web/features/explain-error/codes.ts';
import { graphql } from '#web/gql/index.ts';
import { createAbsence, subjectOf } from '#web/server/absence.ts';
import { contentSecurityPolicy, pageHeaders } from '#web/server/content-security-policy.ts';
import { askGateway, type Asker } from '#web/server/gateway.ts';
import { createRenewal, type Renewal } from '#web/server/renewal.ts';
import { visitorHeader, pathHeader, sessionEndedPath } from '#web/server/request.ts';
import { ownPath } from '#web/server/return-to.ts';
import { openSession, sealSession, type Session, sessionCookie, sessionGranted, sessionLifetimeSeconds } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';

export const config = { matcher: ['/((?!_next/static/|_next/image).*)'] };

const RefreshSession = graphql(`
  mutation RefreshSession($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      session {
        ...GrantedSession
      }
    }
  }
`);

const WhoIsAsking = graphql(`
  query WhoIsAsking {
    viewer {
      account {
        id
      }
    }
  }
`);

const renewal = createRenewal({ spend, nowMs: Date.now });
const isAbsent = createAbsence({ nowMs: Date.now });

/** A path that no page has: Next.js answers it with the not-found page and its status. */
const absentPath = '/_absent/_absent/_absent';

/** Runs before every page, action and route: renews the session while pages can no longer set cookies, and gives each answer its content security policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const cookie = sessionCookie();
  const session = await openSession(Object.fromEntries(request.cookies.getAll().map(({ name, value }) => [name, value])));
  if (request.nextUrl.pathname === sessionEndedPath) return endSession(request, session);

  const change = session && renewal.isDue(session) ? await renewal.renew(session) : null;
  const renewed = change?.outcome === 'renewed' ? await sealSession(change.session) : null;
  if (renewed) request.cookies.set(cookie.name, renewed);
  if (change?.outcome === 'ended') request.cookies.delete(cookie.name);

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, settings().publicUrl);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);

  const present = change?.outcome === 'renewed' ? change.session : change?.outcome === 'ended' ? null : session;
  const asker: Asker = { accessToken: present?.accessToken ?? null, visitor: request.headers.get(visitorHeader) };
  const response = (await hasNothingToShow(request, asker))
    ? NextResponse.rewrite(new URL(absentPath, request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(pageHeaders)) response.headers.set(name, value);
  // The default, no-store, would keep the signed-out's pages from the browser's back cache.
  if (!session && !isData(request.nextUrl.pathname)) response.headers.set('cache-control', 'private, no-cache');
  if (renewed) response.cookies.set(cookie.name, renewed, { ...cookie.options, maxAge: sessionLifetimeSeconds });
  if (change?.outcome === 'ended') response.cookies.set(cookie.name, '', { ...cookie.options, maxAge: 0 });
  return response;
}

/** Whether a path gives data instead of a page; data say themselves how long they hold. */
const isData = (pathname: string): boolean => pathname.startsWith('/api/') || pathname.endsWith('/live/state');

/** Whether the page asked for is about something that is not there for this reader. Navigations within the app need no answer here: a script shows the not-found page then. */
async function hasNothingToShow({ method, headers, nextUrl: { pathname, searchParams } }: NextRequest, asker: Asker): Promise<boolean> {
  if ((method !== 'GET' && method !== 'HEAD') || headers.has('rsc') || isData(pathname)) return false;
  const code = /^\/errors\/([^/]+)$/.exec(pathname)?.[1];
  if (code !== undefined) return !isErrorCode(code);
  const subject = subjectOf(pathname, searchParams);
  return subject !== null && isAbsent(subject, asker);
}

async function spend(refreshToken: string): Promise<Renewal> {
  const { data, failures } = await askGateway(RefreshSession, { input: { refreshToken } }, { accessToken: null, visitor: null });
  if (data?.refreshSession) return { outcome: 'renewed', session: sessionGranted(data.refreshSession.session) };
  return { outcome: failures.some(({ code }) => code === 'UNAUTHENTICATED') ? 'ended' : 'unknown' };
}

/** Takes the cookie of a session that the registry no longer knows and leads back. It asks first: a link from elsewhere to this address must not sign anybody out. */
async function endSession(request: NextRequest, session: Session | null): Promise<NextResponse> {
  const response = NextResponse.redirect(new URL(ownPath(request.nextUrl.searchParams.get('return_to')), settings().publicUrl));
  if (!session) return response;
  const asker = { accessToken: session.accessToken, visitor: request.headers.get(visitorHeader) };
  const { failures } = await askGateway(WhoIsAsking, {}, asker);
  const cookie = sessionCookie();
  if (failures.some(({ code }) => code === 'UNAUTHENTICATED')) response.cookies.set(cookie.name, '', { ...cookie.options, maxAge: 0 });
  return response;
}
