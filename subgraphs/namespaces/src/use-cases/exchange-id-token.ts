import { randomBytes } from 'node:crypto';
import { artifactLimit, type RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName } from '@gati/identifiers';
import type { Audit } from '../audit.ts';
import type { VerifyCiToken } from '../ci-tokens.ts';
import type { RunTransaction } from '../dependencies.ts';
import { hashSecret } from '../installation-keys.ts';
import type { AttemptLimits } from '../limits.ts';
import { accounts, apiKeys, namespaces, trustedPublishers, type Tables } from '../repository.ts';
import { formatApiKey } from '../rules/api-key-text.ts';
import { principalOfApiKey } from './authenticate.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly limits: Pick<AttemptLimits, 'unknownSecret'>;
  readonly verify: VerifyCiToken;
  readonly audit: Audit;
}

/** Time to pack, push and sign; a build that takes longer asks when it is done. */
export const publishTokenLifetimeMs = 15 * 60_000;

/**
 * Gives a run of a CI service a token that publishes one artifact for 15 minutes, if the artifact trusts its workflow. A run's token counts once.
 * @throws UNAUTHENTICATED for a token that does not count, counted before, or that the artifact does not trust, told alike whether the artifact exists or not
 * @throws RATE_LIMITED by address, where many do not count; UPSTREAM_UNAVAILABLE
 */
export const exchangeIdToken =
  ({ tables, transaction, clock, makeId, limits, verify, audit }: Dependencies) =>
  async (
    { token, artifact }: { readonly token: string; readonly artifact: ArtifactName },
    origin: RequestOrigin,
  ): Promise<{ readonly token: string; readonly expiresAt: Date }> => {
    const attempt = await limits.unknownSecret(origin);
    const { issuer, jti, expiresAt: spentUntil, repositoryId, ...run } = await verify(token);
    const { handle, component: artifactName } = splitName(artifact);
    const namespace = await namespaces(tables).findByHandle(handle);
    const candidates = namespace ? await trustedPublishers(tables).findFor({ namespaceId: namespace.id, artifactName, issuer, ...run }) : [];
    const publisher = candidates.find((one) => one.repositoryId === null || one.repositoryId === repositoryId);
    const untrusted = new RegistryError('UNAUTHENTICATED', {
      reason: `${artifact} does not trust ${run.workflow} of ${run.repository}${run.environment ? ` in the environment ${run.environment}` : ''}.`,
      suggestion: `Add it to the trusted publishers of ${artifact}.`,
    });
    if (!publisher || !namespace) throw untrusted;
    if (!(await trustedPublishers(tables).spend(hashSecret(`${issuer} ${jti}`), new Date(spentUntil.getTime() + 60_000))))
      throw new RegistryError('UNAUTHENTICATED', { reason: 'This token was used already; each run asks for its own.' });

    const id = makeId();
    const secret = formatApiKey(id, randomBytes(128));
    const createdAt = clock();
    const expiresAt = new Date(createdAt.getTime() + publishTokenLifetimeMs);
    const name = `Trusted publishing ${publisher.id}`;
    await transaction(async (locked) => {
      if (!(await trustedPublishers(locked).use(publisher.id, { repositoryId, at: createdAt }))) throw untrusted;
      const account = await accounts(locked).find(publisher.addedBy);
      if (!account) throw untrusted;
      await trustedPublishers(locked).removeEndedKeys(account.id, name, createdAt);
      const key = {
        id,
        accountId: account.id,
        name,
        scopes: ['read', 'publish'] as const,
        namespaceIds: [],
        artifactPatterns: [artifactLimit(namespace.id, artifactName)],
        rotatedFrom: null,
        createdAt,
        expiresAt,
      };
      await apiKeys(locked).insert({ ...key, secretHash: hashSecret(secret) });
      await audit.record(locked, {
        actor: principalOfApiKey({ ...key, handle: account.handle, expiresAtMs: expiresAt.getTime() }),
        action: 'trusted-publisher.use',
        subject: artifact,
        details: { issuer, ...run, repositoryId },
        origin,
      });
    });
    await attempt.succeeded();
    return { token: secret, expiresAt };
  };
