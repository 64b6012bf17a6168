import type { Clock } from '@gati/clock';
import * as client from 'openid-client';
import { z } from 'zod';
import { createDiscovery } from './configuration.ts';
import type { IdentityProvider, ProviderName, ProviderSettings } from './identity-provider.ts';

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  preferred_username: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  email: z.string().max(254).optional(),
  // Some write the word instead of the value; anything else is no.
  email_verified: z.union([z.boolean(), z.literal('true').transform(() => true)]).catch(false),
});

/** Sign-in by OpenID Connect: Authorization Code with PKCE, state and nonce. */
export function createOpenIdProvider({
  name,
  settings: { clientId, clientSecret },
  issuer,
  clock,
}: {
  readonly name: ProviderName;
  readonly settings: ProviderSettings;
  readonly issuer: string;
  readonly clock: Clock;
}): IdentityProvider {
  const configuration = createDiscovery({ issuer, clientId, clientSecret, clock });
  return {
    authorizationUrl: async ({ state, nonce, verifier }, redirectUri) =>
      client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),

    identify: async (answer, { state, nonce, verifier }) => {
      const tokens = await client.authorizationCodeGrant(await configuration(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const said = claims.parse(tokens.claims());
      return {
        provider: name,
        issuer: said.iss,
        subject: said.sub,
        name: said.preferred_username ?? said.email ?? said.name ?? said.sub,
        email: said.email ?? null,
        isEmailVerified: said.email !== undefined && said.email_verified,
      };
    },
  };
}
