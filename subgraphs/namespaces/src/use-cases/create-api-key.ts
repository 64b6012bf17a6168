import { randomBytes } from 'node:crypto';
import type { KnownPrincipal, Principal, Scope } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { hashSecret } from '../installation-keys.ts';
import type { RequestOrigin } from '../limits.ts';
import { accounts, apiKeys, namespaces, type ApiKeyRow, type Tables } from '../repository.ts';
import { assertMayGrant, type Grant } from '../rules/api-key-rights.ts';
import { formatApiKey } from '../rules/api-key-text.ts';
import type { AssertConfirmed } from '../step-up.ts';
import type { Validity } from '../validity.ts';

export interface CreateApiKey {
  readonly name: string;
  /** One or more. */
  readonly scopes: readonly Scope[];
  /** Null for no limit. */
  readonly namespaces: readonly Handle[] | null;
  /** Null when it does not end by itself. */
  readonly expiresAt: Date | null;
}

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly validity: Validity;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
}

/** Working keys an account may have. */
export const apiKeysMax = 100;

/**
 * Makes an API key for the account that asks. The secret is shown this once; what is kept is its hash.
 * @throws UNAUTHENTICATED for anonymous
 * @throws FORBIDDEN when a key asks for more than it has itself, or lacks the scope admin
 * @throws STEP_UP_REQUIRED for a session that was not confirmed
 * @throws VALIDATION_FAILED for a namespace that does not exist, or an end that lies in the past
 * @throws QUOTA_EXCEEDED above 100 working keys
 */
export const createApiKey =
  ({ tables, transaction, clock, makeId, validity, assertConfirmed, audit }: Dependencies) =>
  async (
    principal: Principal,
    { name, scopes, namespaces: handles, expiresAt }: CreateApiKey,
    origin: RequestOrigin,
  ): Promise<{ readonly secret: string; readonly apiKey: ApiKeyRow }> => {
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    await assertConfirmed(principal);
    const createdAt = clock();
    if (expiresAt && expiresAt <= createdAt) {
      throw new RegistryError('VALIDATION_FAILED', {
        fields: [{ path: 'input.expiresAt', message: `${expiresAt.toISOString()} lies in the past`, fix: 'Choose a later time, or leave it out.' }],
      });
    }
    const namespaceIds = handles && (await idsOf(tables, handles));
    assertMayGrant(await grantOf(principal, validity), { scopes: new Set(scopes), limitedTo: namespaceIds && new Set(namespaceIds), expiresAt });

    const id = makeId();
    const secret = formatApiKey(id, randomBytes(128));
    const apiKey = await transaction(async (locked) => {
      await accounts(locked).lock(principal.accountId);
      const count = await apiKeys(locked).countUsable(principal.accountId, createdAt);
      if (count >= apiKeysMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of API keys', limit: apiKeysMax, found: count + 1 });
      const key = { id, accountId: principal.accountId, name, scopes: [...new Set(scopes)], namespaceIds: namespaceIds ?? [], createdAt, expiresAt };
      const row = await apiKeys(locked).insert({ ...key, secretHash: hashSecret(secret) });
      await audit.record(locked, {
        actor: principal,
        action: 'api-key.create',
        subject: `API key ${id}`,
        details: { name, scopes: key.scopes, namespaces: handles, expiresAt },
        requestId: origin.requestId,
      });
      return row;
    });
    return { secret, apiKey };
  };

/** What the creating key may do itself; null for a session. @throws UNAUTHENTICATED when the key has ended meanwhile */
async function grantOf({ apiKeyId, scopes, limitedTo }: KnownPrincipal, validity: Validity): Promise<Grant | null> {
  if (apiKeyId === null) return null;
  const key = await validity.apiKey(apiKeyId);
  if (!key) throw new RegistryError('UNAUTHENTICATED', { reason: 'The API key is not valid, or not any more.' });
  return { scopes, limitedTo, expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs) };
}

/** @throws VALIDATION_FAILED naming each that does not exist */
async function idsOf(tables: Tables, handles: readonly Handle[]): Promise<readonly string[]> {
  const found = new Map((await namespaces(tables).findManyByHandle(handles)).map(({ handle, id }) => [handle, id]));
  const fields = handles.flatMap((handle, i) =>
    found.has(handle) ? [] : [{ path: `input.namespaces.${i}`, message: `There is no namespace @${handle}`, fix: 'Check the spelling.' }],
  );
  if (fields.length > 0) throw new RegistryError('VALIDATION_FAILED', { fields });
  return [...found.values()];
}
