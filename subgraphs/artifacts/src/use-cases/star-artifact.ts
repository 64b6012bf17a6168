import { assertAllowed, decide, isWithin, type FactsFor, type Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName } from '@gati/identifiers';
import type { Tables, Transact } from '../ports.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { stars } from '../repository/stars.ts';

interface Dependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
}

/**
 * Gives the caller's star to an artifact, or takes it back; a second time changes nothing. The count is exact: star and count change in one transaction.
 * @returns the artifact's id
 * @throws NOT_FOUND for what is missing or hidden, then UNAUTHENTICATED, then FORBIDDEN for a credential that may only read, or not here
 */
const changeStar =
  (change: (tables: Tables, artifactId: string, accountId: string, at: Date) => Promise<boolean>) =>
  ({ tables, transaction, factsFor, clock }: Dependencies) =>
  async (principal: Principal, { artifact: name }: { readonly artifact: ArtifactName }): Promise<string> => {
    const artifact = await pushTargets(tables).find(name);
    const facts = artifact && (await factsFor(principal, [artifact.namespaceId])).get(artifact.namespaceId);
    if (!artifact || !facts) throw new RegistryError('NOT_FOUND', { reference: name });
    assertAllowed(
      decide(principal, 'artifact.read', {
        ...facts,
        artifact: splitName(name).component,
        artifactId: artifact.id,
        visibility: artifact.visibility,
        admitted: artifact.isAdmitted,
      }),
      {
        reference: name,
        handle: facts.handle,
      },
    );
    if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
    if (!principal.scopes.has('publish') || !isWithin(principal.limitedTo, { namespaceId: artifact.namespaceId, artifact: splitName(name).component })) {
      throw new RegistryError('FORBIDDEN', { reason: 'This key may not give or take stars.', suggestion: 'Sign in, or use a key that may publish here.' });
    }
    const { accountId } = principal;
    await transaction(async (locked, emit) => {
      if (await change(locked, artifact.id, accountId, clock())) await emit('artifact.counted', { artifactId: artifact.id });
    });
    return artifact.id;
  };

export const starArtifact = changeStar((tables, artifactId, accountId, at) => stars(tables).give(artifactId, accountId, at));
export const unstarArtifact = changeStar((tables, artifactId, accountId) => stars(tables).takeBack(artifactId, accountId));
