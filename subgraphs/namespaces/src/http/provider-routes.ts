import { createHash } from 'node:crypto';
import { isRegistryError, refusalOf, RegistryError } from '@gati/errors';
import type { RateLimits } from '@gati/subgraph';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Namespaces } from '../index.ts';
import { providerNames, type ProviderName } from '../providers/index.ts';
import { returnPathOf } from '../rules/return-path.ts';

interface Dependencies {
  readonly namespaces: Pick<Namespaces, 'startProviderSignIn' | 'finishProviderSignIn'>;
  readonly publicUrl: string;
  readonly limits?: RateLimits<'auth'> | undefined;
}

/** SHA-256 as RFC 7636 writes it. */
const challengePattern = /^[A-Za-z0-9_-]{43}$/;
const cookieLifetimeSeconds = 10 * 60;

/** One cookie for each sign-in, so that two tabs do not disturb each other. */
const cookieNameOf = (state: string) => `gati_sign_in_${createHash('sha256').update(state).digest('base64url').slice(0, 12)}`;

function readCookie(header: string | undefined, name: string): string | undefined {
  // A browser sends ours once; the first of several is the most narrow (RFC 6265, 5.4).
  const found = header?.split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

/**
 * `/auth/<provider>/start` and `/auth/<provider>/callback`: sign-in with an account elsewhere, run by the registry alone. It ends at the web app with a one-use code
 * for the browser that began, or with the word for what went wrong.
 */
export const createProviderRoutes =
  ({ namespaces, publicUrl, limits }: Dependencies): FastifyPluginAsync =>
  async (app) => {
    const isSecure = publicUrl.startsWith('https:');
    const cookie = (provider: ProviderName, state: string, value: string, maxAge: number) =>
      `${cookieNameOf(state)}=${value}; Path=/auth/${provider}/callback; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
    const queryOf = (request: FastifyRequest) => new URL(request.raw.url ?? '/', publicUrl).searchParams;
    const providerOf = (request: FastifyRequest): ProviderName => {
      const { provider } = request.params as { provider: string };
      if (!(providerNames as readonly string[]).includes(provider))
        throw new RegistryError('NOT_FOUND', { reference: `sign-in with ${provider.slice(0, 40)}` });
      return provider as ProviderName;
    };
    const toWeb = (reply: FastifyReply, path: string, query: Record<string, string>) =>
      reply.redirect(`${publicUrl}${path}?${new URLSearchParams(query)}`, 302);

    app.addHook(
      'onRequest',
      async (_, reply) => void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' }),
    );
    // Not thrown: the error handler sends a refusal back to the web app, where headers and status would be lost.
    app.addHook('onRequest', async (request, reply) => {
      try {
        await limits?.take('auth', { caller: null, address: request.ip }, (headers) => reply.headers(headers));
      } catch (error) {
        const { code, status, message, suggestions, details } = refusalOf(error);
        if (code !== 'RATE_LIMITED') throw error;
        return reply
          .code(status)
          .header('retry-after', String(details['retryAfterSeconds']))
          .send({ error: { code, message, suggestions, requestId: request.id } });
      }
    });
    app.setErrorHandler(async (error, request, reply) => {
      if (!isRegistryError(error)) request.log.error({ err: error }, 'a sign-in failed');
      const { code, status, message, suggestions } = refusalOf(error);
      // Who came to begin goes back to where the beginning was.
      if (code === 'RATE_LIMITED' || code === 'UPSTREAM_UNAVAILABLE')
        return toWeb(reply, '/login', { error: code === 'RATE_LIMITED' ? 'busy' : 'unavailable', return_to: returnPathOf(queryOf(request).get('return_to')) });
      return reply.status(status).send({ error: { code, message, suggestions, requestId: request.id } });
    });

    app.get('/auth/:provider/start', async (request, reply) => {
      const provider = providerOf(request);
      const query = queryOf(request);
      const returnTo = returnPathOf(query.get('return_to'));
      const codeChallenge = query.get('code_challenge');
      // The web server makes the secret that the code is bound to, and comes back with its hash.
      if (codeChallenge === null) return toWeb(reply, `/login/${provider}`, { return_to: returnTo });
      if (!challengePattern.test(codeChallenge) || (query.get('code_challenge_method') ?? 'S256') !== 'S256')
        throw new RegistryError('BAD_USER_INPUT', { reason: 'code_challenge must be a SHA-256 in base64url, with the method S256.' });
      const { location, state, browserSecret } = await namespaces.startProviderSignIn(
        { provider, codeChallenge, returnTo },
        { clientAddress: request.ip, requestId: request.id },
      );
      return reply.header('set-cookie', cookie(provider, state, browserSecret, cookieLifetimeSeconds)).redirect(location.href, 302);
    });

    app.get('/auth/:provider/callback', async (request, reply) => {
      const provider = providerOf(request);
      const query = queryOf(request);
      const outcome = await namespaces.finishProviderSignIn(provider, query, (state) => readCookie(request.headers.cookie, cookieNameOf(state)));
      if (outcome.kind === 'unknown') return toWeb(reply, '/login', { error: 'expired' });
      reply.header('set-cookie', cookie(provider, query.get('state') ?? '', '', 0));
      if (outcome.kind === 'code') return toWeb(reply, '/login/complete', { code: outcome.code, return_to: outcome.returnTo });
      return toWeb(reply, '/login', { error: outcome.kind, return_to: outcome.returnTo });
    });
  };
