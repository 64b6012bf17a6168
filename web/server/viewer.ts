import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { TypedDocumentString } from '#web/gql/graphql.ts';
import type { Answer } from '#web/server/answer.ts';
import { askGateway } from '#web/server/gateway.ts';
import { visitorHeader, pathHeader, sessionEndedPath } from '#web/server/request.ts';
import { withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';

/** Asks the gateway on behalf of whoever made the request at hand. A session that the registry no longer knows is ended by a detour, and the page comes again, signed out. */
export async function ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Answer<Data>> {
  const [session, requestHeaders] = await Promise.all([readSession(), headers()]);
  const answer = await askGateway(document, variables, { accessToken: session?.accessToken ?? null, visitor: requestHeaders.get(visitorHeader) });
  const isRefused = answer.failures.some(({ code, path }) => code === 'UNAUTHENTICATED' && path === '');
  if (session && isRefused) redirect(withReturn(sessionEndedPath, requestHeaders.get(pathHeader) ?? '/'));
  return answer;
}

/** Path and query of the page at hand, as the browser asked for it. */
export async function presentPath(): Promise<string> {
  return (await headers()).get(pathHeader) ?? '/';
}

/** Asks the gateway as nobody, from the reader's address: for signing in, where no session counts yet. */
export async function askAsNobody<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Answer<Data>> {
  return askGateway(document, variables, { accessToken: null, visitor: (await headers()).get(visitorHeader) });
}
