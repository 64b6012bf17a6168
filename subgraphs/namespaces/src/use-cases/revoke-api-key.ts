import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { namespaceOf, type Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { findManagedKey } from '../managed-keys.ts';
import { apiKeys, type ApiKeyRow } from '../repository.ts';
import type { Validity } from '../validity.ts';

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly validity: Validity;
  readonly audit: Audit;
}

/**
 * Ends one of the account's own API keys, or one of a robot that it manages: here at once, in other processes within 5 seconds. A key without the scope admin, or with limits, ends of its account's keys itself alone.
 * Revoking again changes nothing.
 * @throws UNAUTHENTICATED for anonymous
 * @throws NOT_FOUND also for the key of another account
 * @throws FORBIDDEN for a key that may not
 */
export const revokeApiKey =
  ({ transaction, clock, validity, audit }: Dependencies) =>
  async (principal: Principal, id: string, origin: RequestOrigin): Promise<ApiKeyRow> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});

    const revoked = await transaction(async (locked) => {
      const key = await findManagedKey(locked, principal, id);
      // A limit is to namespaces and their robots: the other keys of the account are outside of it.
      const mayRevokeOthers = principal.scopes.has('admin') && (principal.limitedTo === null || key.accountId !== principal.accountId);
      if (principal.apiKeyId !== null && principal.apiKeyId !== id && !mayRevokeOthers) {
        throw new RegistryError('FORBIDDEN', {
          reason: 'Of the keys of its account, an API key without the scope admin or with limits can revoke itself alone.',
        });
      }
      const revokedAt = clock();
      if (!(await apiKeys(locked).revoke(id, revokedAt))) return (await apiKeys(locked).find(id)) ?? key;
      await audit.record(locked, {
        actor: principal,
        action: 'api-key.revoke',
        subject: `API key ${id}`,
        namespace: namespaceOf(key.handle),
        details: { name: key.name },
        origin,
      });
      return { ...key, revokedAt };
    });
    await validity.forgetApiKey(id);
    return revoked;
  };
