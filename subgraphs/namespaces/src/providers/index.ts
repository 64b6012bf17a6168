import type { Clock } from '@gati/clock';
import { createGithubProvider } from './github-provider.ts';
import { providerNames, type IdentityProvider, type ProviderName, type ProviderSettings } from './identity-provider.ts';
import { createOpenIdProvider } from './openid-provider.ts';

export { providerNames, type IdentityProvider, type ProvidedIdentity, type ProviderName, type ProviderSettings, type Secrets } from './identity-provider.ts';

/** Which providers are offered, with their registered applications. */
export type OfferedProviders = Readonly<Partial<Record<ProviderName, ProviderSettings>>>;

const googleIssuer = 'https://accounts.google.com';

/** Those that are offered, in a fixed order. Nothing is asked of them before somebody signs in. */
export function createProviders(offered: OfferedProviders, clock: Clock): ReadonlyMap<ProviderName, IdentityProvider> {
  const open = (name: ProviderName, settings: ProviderSettings): IdentityProvider => {
    if (settings.issuer !== null) return createOpenIdProvider({ name, settings, issuer: settings.issuer, clock });
    return name === 'github' ? createGithubProvider(settings) : createOpenIdProvider({ name, settings, issuer: googleIssuer, clock });
  };
  return new Map(providerNames.flatMap((name) => (offered[name] ? [[name, open(name, offered[name])] as const] : [])));
}
