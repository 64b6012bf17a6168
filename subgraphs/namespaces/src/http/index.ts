import type { RateLimits } from '@gati/subgraph';
import type { FastifyPluginAsync } from 'fastify';
import type { Namespaces } from '../index.ts';
import { createAuditRoutes } from './audit-routes.ts';
import { createProviderRoutes } from './provider-routes.ts';

interface Dependencies {
  readonly namespaces: Pick<Namespaces, 'jwks' | 'startProviderSignIn' | 'finishProviderSignIn' | 'authenticate' | 'exportAuditLog' | 'namespaceByHandle'>;
  /** Issuer of the tokens. */
  readonly publicUrl: string;
  /** Left out: nothing is limited here. */
  readonly limits?: RateLimits<'auth'>;
}

/** A new key signs at once, and a verifier that meets an unknown key id asks again (RFC 7517 leaves the time to us). */
const cacheControl = 'public, max-age=300';

/** What others need to verify our access tokens: the public keys, and where they are; sign-in with accounts elsewhere; and exports of the audit log. */
export const createNamespacesRoutes =
  ({ namespaces, publicUrl, limits }: Dependencies): FastifyPluginAsync =>
  async (app) => {
    await app.register(createProviderRoutes({ namespaces, publicUrl, limits }));
    await app.register(createAuditRoutes({ namespaces, limits }));
    app.get('/.well-known/jwks.json', async (_, reply) => {
      const keys = await namespaces.jwks();
      return reply.header('cache-control', cacheControl).header('access-control-allow-origin', '*').type('application/jwk-set+json').send(JSON.stringify(keys));
    });

    // OpenID Connect Discovery 1.0, 3: issuer and keys. We hand out no ID tokens and have no authorization endpoint for strangers, so none is named.
    const configuration = JSON.stringify({
      issuer: publicUrl,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      response_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      scopes_supported: ['read', 'publish', 'admin'],
    });
    app.get('/.well-known/openid-configuration', async (_, reply) =>
      reply.header('cache-control', cacheControl).header('access-control-allow-origin', '*').type('application/json').send(configuration),
    );
  };
