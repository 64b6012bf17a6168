import { createHmac, hkdfSync } from 'node:crypto';
import type { Secrets } from './providers/index.ts';

/** The other secrets of a sign-in from its state: whoever sees the state, as the provider and the browser do, cannot tell them, and nothing need be kept. */
export type ProviderSecrets = (state: string) => Secrets;

/** @param secret  GATI_SECRET */
export function createProviderSecrets(secret: string): ProviderSecrets {
  const key = Buffer.from(hkdfSync('sha256', secret, 'gati-registry', 'namespaces/provider-sign-in/v1', 32));
  const derive = (purpose: string, state: string) => createHmac('sha256', key).update(`${purpose} ${state}`).digest('base64url');
  return (state) => ({ state, nonce: derive('nonce', state), verifier: derive('verifier', state) });
}
