import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import * as client from 'openid-client';

/** So long a provider may take to answer, in seconds. */
export const patienceSeconds = 5;
/** Keys and addresses of a provider are read again after this. */
const knownForMs = 60 * 60_000;

/** What an OpenID Connect issuer says about itself, read on first use and once an hour. @throws UPSTREAM_UNAVAILABLE */
export function createDiscovery({
  issuer,
  clientId,
  clientSecret,
  clock,
}: {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
}): () => Promise<client.Configuration> {
  let known: { readonly configuration: Promise<client.Configuration>; readonly readAt: number } | null = null;
  return async () => {
    const now = clock().getTime();
    if (!known || now >= known.readAt + knownForMs) {
      // The settings allow plain HTTP on this machine alone.
      const execute = new URL(issuer).protocol === 'http:' ? [client.allowInsecureRequests] : [];
      known = { configuration: client.discovery(new URL(issuer), clientId, clientSecret, undefined, { timeout: patienceSeconds, execute }), readAt: now };
    }
    try {
      return await known.configuration;
    } catch (error) {
      known = null;
      throw new RegistryError('UPSTREAM_UNAVAILABLE', { what: new URL(issuer).host }, { cause: error });
    }
  };
}
