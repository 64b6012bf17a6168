import { randomBytes } from 'node:crypto';
import { artifactLimit, covers, type Principal, type Scope, type RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { Handle } from '@gati/identifiers';
import { namespaceOf, type Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { grantOfCaller, limitsOfKey } from '../grant-of-caller.ts';
import { hashSecret } from '../installation-keys.ts';
import { findManagedRobot } from '../managed-keys.ts';
import { accounts, apiKeys, namespaces, type ApiKeyRow, type RobotRow, type Tables } from '../repository.ts';
import type { ArtifactPattern } from '../rules/artifact-limits.ts';
import { assertMayGrant } from '../rules/api-key-rights.ts';
import { formatApiKey } from '../rules/api-key-text.ts';
import type { AssertConfirmed } from '../step-up.ts';
import type { Validity } from '../validity.ts';

export interface CreateApiKey {
  readonly name: string;
  /** One or more. */
  readonly scopes: readonly Scope[];
  /** Null for no limit, unless artifacts are named. */
  readonly namespaces: readonly Handle[] | null;
  /** Artifacts it is limited to, beside the namespaces; none unless told. */
  readonly artifacts?: readonly ArtifactPattern[];
  /** The robot whose key it is; the asker's own unless told. */
  readonly robot?: string | null;
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
 * Makes an API key for the account that asks, or for a robot of an organization that it manages. The secret is shown this once; what is kept is its hash.
 * A robot's key is limited to its organization, so that it is nobody elsewhere.
 * @throws UNAUTHENTICATED for anonymous
 * @throws NOT_FOUND for a robot that the asker does not manage
 * @throws FORBIDDEN when a key asks for more than it has itself, or lacks the scope admin
 * @throws STEP_UP_REQUIRED for a session that was not confirmed
 * @throws VALIDATION_FAILED for a namespace that does not exist, or an end that lies in the past
 * @throws QUOTA_EXCEEDED above 100 working keys
 */
export const createApiKey =
  ({ tables, transaction, clock, makeId, validity, assertConfirmed, audit }: Dependencies) =>
  async (
    principal: Principal,
    { name, scopes, namespaces: handles, artifacts = [], robot: robotId = null, expiresAt }: CreateApiKey,
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
    const robot = robotId === null ? null : await findManagedRobot(tables, principal, robotId);
    const accountId = robot?.accountId ?? principal.accountId;
    const limit = robot ? limitInRobot(await limitOf(tables, handles, artifacts), robot) : await limitOf(tables, handles, artifacts);
    assertMayGrant(await grantOfCaller(principal, validity), { scopes: new Set(scopes), limitedTo: limitsOfKey(limit), expiresAt });

    const id = makeId();
    const secret = formatApiKey(id, randomBytes(128));
    const apiKey = await transaction(async (locked) => {
      await accounts(locked).lock(accountId);
      const count = await apiKeys(locked).countUsable(accountId, createdAt);
      if (count >= apiKeysMax) throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of API keys', limit: apiKeysMax, found: count + 1 });
      const key = { id, accountId, name, scopes: [...new Set(scopes)], ...limit, rotatedFrom: null, createdAt, expiresAt };
      const row = await apiKeys(locked).insert({ ...key, secretHash: hashSecret(secret) });
      await audit.record(locked, {
        actor: principal,
        action: 'api-key.create',
        subject: `API key ${id}`,
        namespace: namespaceOf(robot?.handle ?? principal.handle),
        details: {
          name,
          scopes: key.scopes,
          namespaces: handles,
          ...(artifacts.length > 0 ? { artifacts: artifacts.map(({ handle, pattern }) => `@${handle}/${pattern}`) } : {}),
          ...(robot ? { robot: `@${robot.handle}` } : {}),
          expiresAt,
        },
        origin,
      });
      return row;
    });
    return { secret, apiKey };
  };

type Limit = Pick<ApiKeyRow, 'namespaceIds' | 'artifactPatterns'>;

/** What a key is limited to, by ids. @throws VALIDATION_FAILED naming each namespace that does not exist */
async function limitOf(tables: Tables, handles: readonly Handle[] | null, artifacts: readonly ArtifactPattern[]): Promise<Limit> {
  const wanted = [
    ...(handles ?? []).map((handle, i) => ({ handle, path: `input.namespaces.${i}` })),
    ...artifacts.map(({ handle }, i) => ({ handle, path: `input.artifacts.${i}` })),
  ];
  const found = new Map((await namespaces(tables).findManyByHandle([...new Set(wanted.map(({ handle }) => handle))])).map(({ handle, id }) => [handle, id]));
  const fields = wanted.flatMap(({ handle, path }) =>
    found.has(handle) ? [] : [{ path, message: `There is no namespace @${handle}`, fix: 'Check the spelling.' }],
  );
  if (fields.length > 0) throw new RegistryError('VALIDATION_FAILED', { fields });
  return {
    namespaceIds: [...new Set((handles ?? []).map((handle) => found.get(handle)!))],
    artifactPatterns: artifacts.map(({ handle, pattern }) => artifactLimit(found.get(handle)!, pattern)),
  };
}

/** A robot's key reaches its organization, or less. @throws VALIDATION_FAILED for a limit elsewhere */
function limitInRobot(limit: Limit, { namespaceId, handle }: RobotRow): Limit {
  const limits = limitsOfKey(limit);
  if (limits === null) return { namespaceIds: [namespaceId], artifactPatterns: [] };
  if ([...limits].every((one) => covers(new Set([namespaceId]), one))) return limit;
  throw new RegistryError('VALIDATION_FAILED', {
    fields: [
      { path: 'input.namespaces', message: `names more than the organization of @${handle}`, fix: 'Leave the limit out, or name this organization alone.' },
    ],
  });
}
