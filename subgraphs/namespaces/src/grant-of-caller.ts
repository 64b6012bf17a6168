import type { KnownPrincipal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { ApiKeyRow } from './repository.ts';
import type { Grant } from './rules/api-key-rights.ts';
import type { Validity } from './validity.ts';

/** What a key is limited to, as authority writes it; null for no limit. */
export const limitsOfKey = ({ namespaceIds, artifactPatterns }: Pick<ApiKeyRow, 'namespaceIds' | 'artifactPatterns'>): ReadonlySet<string> | null =>
  namespaceIds.length + artifactPatterns.length > 0 ? new Set([...namespaceIds, ...artifactPatterns]) : null;

/** What the key that asks may do itself; null for a session. @throws UNAUTHENTICATED when the key has ended meanwhile */
export async function grantOfCaller({ apiKeyId, scopes, limitedTo }: KnownPrincipal, validity: Pick<Validity, 'apiKey'>): Promise<Grant | null> {
  if (apiKeyId === null) return null;
  const key = await validity.apiKey(apiKeyId);
  if (!key) throw new RegistryError('UNAUTHENTICATED', { reason: 'The API key is not valid, or not any more.' });
  return { scopes, limitedTo, expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs) };
}
