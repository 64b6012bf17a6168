import { RegistryError } from '@gati/errors';
import * as client from 'openid-client';
import { z } from 'zod';
import { patienceSeconds } from './configuration.ts';
import type { IdentityProvider, ProviderSettings } from './identity-provider.ts';

/** GitHub as its documentation has it ("Authorizing OAuth apps"); tests put their own in its place. */
export const githubEndpoints = { issuer: 'https://github.com/login/oauth', web: 'https://github.com', api: 'https://api.github.com' };

const user = z.object({ id: z.number().int().positive(), login: z.string().min(1).max(100) });
const emails = z.array(z.object({ email: z.string().max(254), primary: z.boolean(), verified: z.boolean() }));

/** Sign-in with GitHub, which speaks OAuth 2.0 with PKCE and tells who somebody is by its own API, not by OpenID Connect. */
export function createGithubProvider(
  { clientId, clientSecret }: ProviderSettings,
  { issuer, web, api }: { readonly issuer: string; readonly web: string; readonly api: string } = githubEndpoints,
): IdentityProvider {
  const configuration = new client.Configuration(
    { issuer, authorization_endpoint: `${web}/login/oauth/authorize`, token_endpoint: `${web}/login/oauth/access_token` },
    clientId,
    clientSecret,
  );
  configuration.timeout = patienceSeconds;
  if (new URL(web).protocol === 'http:') client.allowInsecureRequests(configuration);

  const read = async <T>(path: string, accessToken: string, schema: z.ZodType<T>): Promise<T> => {
    const headers = new Headers({ accept: 'application/vnd.github+json', 'user-agent': 'gati-registry', 'x-github-api-version': '2022-11-28' });
    const response = await client.fetchProtectedResource(configuration, accessToken, new URL(path, api), 'GET', null, headers);
    if (!response.ok) throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: new URL(api).host });
    return schema.parse(await response.json());
  };

  return {
    authorizationUrl: async ({ state, verifier }, redirectUri) =>
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'read:user user:email',
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),

    identify: async (answer, { state, verifier }) => {
      const { access_token: accessToken } = await client.authorizationCodeGrant(configuration, answer, { expectedState: state, pkceCodeVerifier: verifier });
      const [{ id, login }, addresses] = await Promise.all([read('/user', accessToken, user), read('/user/emails', accessToken, emails)]);
      const primary = addresses.find((address) => address.primary);
      // A login can be given up and taken by another; the number stays.
      return { provider: 'github', issuer, subject: `${id}`, name: login, email: primary?.email ?? null, isEmailVerified: primary?.verified ?? false };
    },
  };
}
