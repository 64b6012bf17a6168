import { randomBytes } from 'node:crypto';
import type { Clock } from '@gati/clock';
import { isRegistryError } from '@gati/errors';
import type { Log } from '../dependencies.ts';
import { hashSecret, writeSecret } from '../installation-keys.ts';
import type { ProviderSecrets } from '../provider-secrets.ts';
import type { IdentityProvider, ProviderName } from '../providers/index.ts';
import { providerSignIns, type Tables } from '../repository.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly clock: Clock;
  readonly providers: ReadonlyMap<ProviderName, IdentityProvider>;
  readonly secretsOf: ProviderSecrets;
  readonly redirectUriOf: (provider: ProviderName) => string;
  readonly log: Log;
}

/** What came of it: a code for the browser that began, or why there is none. `returnTo` is where the browser wanted to go. */
export type ProviderSignInOutcome =
  | { readonly kind: 'code'; readonly code: string; readonly returnTo: string }
  | { readonly kind: 'denied' | 'failed' | 'unavailable'; readonly returnTo: string }
  /** Not begun in this browser, at another provider, over, or here for the second time. */
  | { readonly kind: 'unknown' };

/** Time for the web server to redeem the code, which it does at once. */
export const codeLifetimeMs = 60_000;

/**
 * Takes the browser back from a provider. Each sign-in comes back once, to the browser and from the provider with which it began; whatever the provider answers,
 * it is asked who signed in only for a state of ours (RFC 9700, 2.1, 4.4).
 * @param query  of the address that the browser was sent to, as it came
 */
export const finishProviderSignIn =
  ({ tables, clock, providers, secretsOf, redirectUriOf, log }: Dependencies) =>
  async (provider: ProviderName, query: URLSearchParams, browserSecretOf: (state: string) => string | undefined): Promise<ProviderSignInOutcome> => {
    const at = providers.get(provider);
    const [state, ...more] = query.getAll('state');
    if (!at || state === undefined || more.length > 0) return { kind: 'unknown' };
    const browserSecret = browserSecretOf(state);
    if (browserSecret === undefined) return { kind: 'unknown' };
    const stateHash = hashSecret(state);
    const begun = await providerSignIns(tables).takeReturned(stateHash, { provider, browserHash: hashSecret(browserSecret), now: clock() });
    if (!begun) return { kind: 'unknown' };
    const { returnTo } = begun;
    if (query.get('error') === 'access_denied') return { kind: 'denied', returnTo };

    try {
      // What our own address is, nobody tells us: a provider compares it letter by letter.
      const answer = new URL(`${redirectUriOf(provider)}?${query}`);
      const identity = await at.identify(answer, secretsOf(state));
      const code = writeSecret('signIn', randomBytes(32));
      await providerSignIns(tables).keepIdentity(stateHash, {
        identity,
        codeHash: hashSecret(code),
        codeExpiresAt: new Date(clock().getTime() + codeLifetimeMs),
      });
      return { kind: 'code', code, returnTo };
    } catch (error) {
      log.warn({ provider, err: error }, 'a sign-in at a provider came to nothing');
      return { kind: isRegistryError(error) && error.code === 'UPSTREAM_UNAVAILABLE' ? 'unavailable' : 'failed', returnTo };
    }
  };
