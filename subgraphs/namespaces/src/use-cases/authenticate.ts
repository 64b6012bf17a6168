import { anonymous, type KnownPrincipal, type Principal, type RequestOrigin } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { limitsOfKey } from '../grant-of-caller.ts';
import { hashSecret } from '../installation-keys.ts';
import { apiKeyPrefix, isApiKeyText } from '../rules/api-key-text.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import type { KnownApiKey, Validity } from '../validity.ts';

interface Dependencies {
  readonly accessTokens: AccessTokens;
  readonly validity: Validity;
}

/** Longer than any credential of ours. */
const headerLengthMax = 20_000;

/**
 * Who sends this `Authorization` header. Asks the database at most once in five seconds for each session or key.
 * @param authorization  the whole value; absent for anonymous
 * @param clientAddress  where it came from: unknown API keys are limited by address
 * @throws RATE_LIMITED
 * @throws UNAUTHENTICATED for whatever is not a bearer credential that counts now: it is never taken for anonymous
 */
export const authenticate =
  ({ accessTokens, validity }: Dependencies) =>
  async (authorization: string | undefined, clientAddress?: string): Promise<Principal> => {
    if (authorization === undefined) return anonymous;
    const [, credential] = (authorization.length <= headerLengthMax && /^bearer +([\x21-\x7e]+) *$/i.exec(authorization)) || [];
    if (!credential) throw new RegistryError('UNAUTHENTICATED', { reason: 'The Authorization header is not «Bearer» and one token.' });
    if (credential.startsWith(apiKeyPrefix)) return principalOfSecret(validity, credential, { clientAddress });

    const principal = await accessTokens.verify(credential);
    if (!(await validity.session(principal.sessionId))) throw new RegistryError('UNAUTHENTICATED', { reason: 'The session has ended.' });
    return principal;
  };

/** Who an API key speaks for. @throws UNAUTHENTICATED when the text is none, or the key is revoked or has expired; RATE_LIMITED */
export async function principalOfSecret(validity: Pick<Validity, 'apiKeyBySecret'>, secret: string, origin: RequestOrigin): Promise<KnownPrincipal> {
  const key = isApiKeyText(secret) ? await validity.apiKeyBySecret(hashSecret(secret), origin) : null;
  if (!key) throw new RegistryError('UNAUTHENTICATED', { reason: 'The API key is not valid, or not any more.' });
  return principalOfApiKey(key);
}

/** An API key may at most what its scopes and namespaces say; what its owner may at all is decided from roles. */
export const principalOfApiKey = ({ id, accountId, handle, scopes, namespaceIds, artifactPatterns }: KnownApiKey): KnownPrincipal => ({
  kind: 'robot',
  accountId,
  handle,
  sessionId: null,
  apiKeyId: id,
  scopes: new Set(scopes),
  limitedTo: limitsOfKey({ namespaceIds, artifactPatterns }),
});
