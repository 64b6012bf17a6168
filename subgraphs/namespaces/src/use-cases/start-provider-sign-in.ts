import type { RequestOrigin } from '@gati/authority';
import { randomBytes } from 'node:crypto';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { hashSecret } from '../installation-keys.ts';
import type { AttemptLimits } from '../limits.ts';
import type { ProviderSecrets } from '../provider-secrets.ts';
import type { IdentityProvider, ProviderName } from '../providers/index.ts';
import { providerSignIns, type Tables } from '../repository.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly limits: Pick<AttemptLimits, 'startProviderSignIn'>;
  readonly providers: ReadonlyMap<ProviderName, IdentityProvider>;
  readonly secretsOf: ProviderSecrets;
  readonly redirectUriOf: (provider: ProviderName) => string;
}

/** Time to sign in over there. */
export const signInPatienceMs = 10 * 60_000;

/**
 * Begins a sign-in at a provider for the browser at hand.
 * @param codeChallenge  SHA-256 of the secret that the browser shows at the end, base64url (RFC 7636, S256)
 * @param returnTo  a path of our own
 * @returns where to send the browser, and the secret that it must bring back in a cookie
 * @throws NOT_FOUND for a provider that is not offered; RATE_LIMITED by address; UPSTREAM_UNAVAILABLE
 */
export const startProviderSignIn =
  ({ tables, clock, limits, providers, secretsOf, redirectUriOf }: Dependencies) =>
  async (
    { provider, codeChallenge, returnTo }: { readonly provider: ProviderName; readonly codeChallenge: string; readonly returnTo: string },
    origin: RequestOrigin,
  ): Promise<{ readonly location: URL; readonly state: string; readonly browserSecret: string }> => {
    const at = providers.get(provider);
    if (!at) throw new RegistryError('NOT_FOUND', { reference: `sign-in with ${provider}` });
    await limits.startProviderSignIn(origin);
    const state = randomBytes(32).toString('base64url');
    const browserSecret = randomBytes(32).toString('base64url');
    const location = await at.authorizationUrl(secretsOf(state), redirectUriOf(provider));
    const createdAt = clock();
    await providerSignIns(tables).insert({
      stateHash: hashSecret(state),
      provider,
      browserHash: hashSecret(browserSecret),
      codeChallenge,
      returnTo,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + signInPatienceMs),
    });
    return { location, state, browserSecret };
  };
