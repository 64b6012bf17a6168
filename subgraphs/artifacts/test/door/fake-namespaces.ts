import { anonymous, type FactsFor, type KnownPrincipal, type Principal, type Role, type Scope } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { createHash } from 'node:crypto';
import type { CredentialPorts, TokenAccess } from '../../src/http/index.ts';

/** A UUID for a name: the same in every process of a test. */
export const idOf = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Who may do what in the tests' world: handles of namespaces, and the roles of accounts in them. */
const roles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  acme: { ada: 'owner', wim: 'write', rea: 'read' },
  blue: { bob: 'owner' },
  conformance: { ada: 'owner' },
  bench: { ada: 'owner' },
};
const passwordOf = (handle: string): string => `password of ${handle}`;

/** An API key as a test writes it: `gati_ada`, or with less than all scopes `gati_ada:read`. */
export const keyOf = (handle: string, ...scopes: readonly Scope[]): string => `gati_${[handle, ...scopes].join(':')}`;

const principalOf = (handle: string, scopes: readonly string[], kind: 'user' | 'robot'): KnownPrincipal => ({
  kind,
  accountId: idOf(`account ${handle}`),
  handle,
  sessionId: null,
  apiKeyId: kind === 'robot' ? idOf(`key ${handle}`) : null,
  scopes: new Set((scopes.length > 0 ? scopes : ['read', 'publish', 'admin']) as Scope[]),
  limitedTo: null,
});

const isAccount = (handle: string): boolean => Object.values(roles).some((members) => handle in members) || handle === 'eve';
const refuse = (): never => {
  throw new RegistryError('UNAUTHENTICATED', { reason: 'These credentials do not count.' });
};

/**
 * What `namespaces` gives, honest where it matters: tokens are real JWTs with a real key, of two types for two audiences, and facts can be changed while tokens live.
 */
export async function fakeNamespaces(publicUrl: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const revoked = new Set<string>();

  const sign = (
    principal: Principal,
    { typ, audience, claims = {}, expiresIn = '5m' }: { typ: string; audience: string; claims?: object; expiresIn?: string },
  ): Promise<string> =>
    new SignJWT({ handle: principal.kind === 'anonymous' ? null : principal.handle, kind: principal.kind, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ })
      .setIssuer(publicUrl)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(privateKey);

  const verify = async (token: string, typ: string, audience: string): Promise<{ principal: Principal; access: readonly TokenAccess[] }> => {
    try {
      const { payload } = await jwtVerify(token, publicKey, { typ, audience, issuer: publicUrl, algorithms: ['ES256'] });
      const handle = payload['handle'];
      return { principal: typeof handle === 'string' ? principalOf(handle, [], 'user') : anonymous, access: (payload['access'] ?? []) as TokenAccess[] };
    } catch {
      return refuse();
    }
  };

  const byKey = (key: string): KnownPrincipal => {
    const [handle = '', ...scopes] = key.slice('gati_'.length).split(':');
    return key.startsWith('gati_') && isAccount(handle) ? principalOf(handle, scopes, 'robot') : refuse();
  };

  const ports: CredentialPorts = {
    authenticate: async (authorization) => {
      const token = authorization.replace(/^Bearer /, '');
      return token.startsWith('gati_') ? byKey(token) : (await verify(token, 'at+jwt', publicUrl)).principal;
    },
    authenticateBasic: async (username, password, { allowPassword }) => {
      if (password.startsWith('gati_')) {
        const principal = byKey(password);
        return principal.handle === username ? principal : refuse();
      }
      return allowPassword && isAccount(username) && password === passwordOf(username) ? principalOf(username, [], 'user') : refuse();
    },
    ociTokens: {
      mint: async (principal, access) => ({
        token: await sign(principal, { typ: 'oci+jwt', audience: `${publicUrl}/v2`, claims: { access } }),
        expiresInSeconds: 300,
        issuedAt: new Date(),
      }),
      verify: (token) => verify(token, 'oci+jwt', `${publicUrl}/v2`),
    },
  };

  const factsFor: FactsFor = async (principal, namespaceIds) =>
    new Map(
      Object.entries(roles).flatMap(([handle, members]) => {
        const namespaceId = idOf(`namespace ${handle}`);
        if (!namespaceIds.includes(namespaceId)) return [];
        const role = principal.kind === 'anonymous' || revoked.has(`${principal.handle} in ${handle}`) ? null : (members[principal.handle] ?? null);
        return [[namespaceId, { namespaceId, handle, role }]];
      }),
    );

  return {
    ...ports,
    factsFor,
    namespaceByHandle: async (handle: string) => (handle in roles ? { id: idOf(`namespace ${handle}`), handle } : null),
    /** Takes a role away, at once. */
    revoke: (handle: string, namespace: string) => void revoked.add(`${handle} in ${namespace}`),
    accessToken: (handle: string) => sign(principalOf(handle, [], 'user'), { typ: 'at+jwt', audience: publicUrl }),
    passwordOf,
    sign,
    privateKey,
    publicKey,
  };
}
