import { anonymous, type Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseScopes, scopesMax } from '../rules/token-scopes.ts';
import type { Challenges } from './challenge.ts';
import { readBasic, type TokenAccess } from './credentials.ts';
import { answerOf } from './oci-errors.ts';
import { queryOf, type DoorDependencies } from './oci-request.ts';
import { readBody } from './request-body.ts';

/** A form has a name, a password and some scopes. */
const formSizeBytesMax = 64 * 1024;

/**
 * `GET`, `POST` /v2/token (distribution, "Token Authentication Specification" and "OAuth2 Token Authentication").
 * The only route where a password counts. Whoever brings nothing gets a token that reads what is public. A token has what was asked for and the caller may do; what is missing is left out, and `offline_token` gives nothing.
 */
export const tokenRoute = ({ artifacts, publicUrl: _, limits, ...ports }: DoorDependencies, challenges: Challenges) => {
  const identify = async (request: FastifyRequest): Promise<Principal> => {
    const { authorization } = request.headers;
    if (authorization === undefined) return anonymous;
    const [, scheme = '', value = ''] = /^([A-Za-z]+) +(\S+) *$/.exec(authorization) ?? [];
    if (scheme.toLowerCase() !== 'basic') return ports.authenticate(authorization, request.ip);
    const { username, password } = readBasic(value);
    return ports.authenticateBasic(username, password, { allowPassword: true, clientAddress: request.ip });
  };

  const grant = async (principal: Principal, parameters: readonly string[]): Promise<readonly TokenAccess[]> => {
    const scopes = parseScopes(parameters);
    if (!scopes) throw new RegistryError('BAD_USER_INPUT', { reason: `More than ${scopesMax} scopes.` });
    const rights = await artifacts.access.actionsOn(
      principal,
      scopes.map(({ name }) => name),
    );
    return scopes.flatMap(({ name, repository, actions }) => {
      const granted = [...actions].filter((action) => rights.get(name)?.has(action));
      return granted.length > 0 ? [{ repository, actions: granted }] : [];
    });
  };

  const answer = async (reply: FastifyReply, principal: Principal, scopes: readonly string[]): Promise<FastifyReply> => {
    const { token, expiresInSeconds, issuedAt } = await ports.ociTokens.mint(principal, await grant(principal, scopes));
    return reply.header('cache-control', 'no-store').send({ token, access_token: token, expires_in: expiresInSeconds, issued_at: issuedAt.toISOString() });
  };

  const readForm = async (request: FastifyRequest): Promise<{ readonly principal: Principal; readonly scopes: readonly string[] }> => {
    const form = new URLSearchParams(
      Buffer.from(await readBody(request.raw, { what: 'The size of the form in bytes', sizeBytesMax: formSizeBytesMax })).toString(),
    );
    if (form.get('grant_type') !== 'password')
      throw new RegistryError('BAD_USER_INPUT', { reason: 'grant_type is not password; refresh tokens are not given here.' });
    const principal = await ports.authenticateBasic(form.get('username') ?? '', form.get('password') ?? '', { allowPassword: true, clientAddress: request.ip });
    return { principal, scopes: form.getAll('scope') };
  };

  /** Counts a request for whoever it turns out to be from, and for its address where it is from nobody. Guessing is slowed before this, where the guess is looked at. */
  const counted = async <T extends { readonly principal: Principal }>(request: FastifyRequest, reply: FastifyReply, asked: Promise<T>): Promise<T> => {
    const take = async (caller: Principal | null): Promise<void> => limits?.take('token', { caller, address: request.ip }, (headers) => reply.headers(headers));
    const found = await asked.catch(async (error: unknown) => {
      await take(null);
      throw error;
    });
    await take(found.principal);
    return found;
  };

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    try {
      if (request.method === 'POST') {
        const { principal, scopes } = await counted(request, reply, readForm(request));
        return await answer(reply, principal, scopes);
      }
      const { principal } = await counted(
        request,
        reply,
        identify(request).then((found) => ({ principal: found })),
      );
      return await answer(reply, principal, queryOf(request).getAll('scope'));
    } catch (error) {
      const { status, headers, body } = answerOf(error, 'NAME_UNKNOWN', request.id);
      if (status === 401) reply.header('www-authenticate', challenges.basic());
      if (status >= 500) request.log.error({ err: error }, 'a token could not be given');
      return reply.code(status).headers(headers).header('cache-control', 'no-store').send(body);
    }
  };
};
