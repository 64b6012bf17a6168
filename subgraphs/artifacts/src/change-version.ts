import { assertAllowed, decide, type Action, type FactsFor, type Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName, type SemanticVersion } from '@gati/identifiers';
import type { Emit } from './events.ts';
import type { Audit, Tables, Transact } from './ports.ts';
import { pushTargets, type PushTarget } from './repository/push-targets.ts';
import { versionRows, type VersionRow } from './repository/version-rows.ts';

/** What every change of an artifact through the API needs. */
export interface ChangeDependencies {
  readonly tables: Tables;
  readonly transaction: Transact;
  readonly factsFor: FactsFor;
  readonly audit: Audit;
}

/** An artifact, held until the transaction ends, on which the caller may act. */
export interface Held {
  readonly tables: Tables;
  readonly emit: Emit;
  readonly artifact: PushTarget;
}

/**
 * Holds an artifact on which the caller may act, and runs the work in the same transaction. Rights are decided before, on the same facts for the missing and the hidden.
 * @throws NOT_FOUND alike for what is missing and hidden, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 */
export async function changeArtifact<T>(
  { tables, transaction, factsFor }: ChangeDependencies,
  principal: Principal,
  { name, action, reference = name }: { readonly name: ArtifactName; readonly action: Action; readonly reference?: string },
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const missing = () => new RegistryError('NOT_FOUND', { reference });
  const found = await pushTargets(tables).find(name);
  const facts = found && (await factsFor(principal, [found.namespaceId])).get(found.namespaceId);
  if (!found || !facts) throw missing();
  assertAllowed(
    decide(principal, action, {
      ...facts,
      artifact: splitName(name).component,
      artifactId: found.id,
      visibility: found.visibility,
      admitted: found.isAdmitted,
    }),
    {
      reference,
      handle: facts.handle,
    },
  );
  return transaction(async (locked, emit) => {
    const artifact = await pushTargets(locked).lock(found.id);
    if (!artifact || artifact.namespaceId !== found.namespaceId) throw missing();
    return work({ tables: locked, emit, artifact });
  });
}

/**
 * The same for one version of it: what is staged or rejected is not there for those who may not write, whatever they ask for.
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 */
export async function changeVersion<T>(
  dependencies: ChangeDependencies,
  principal: Principal,
  { name, version, action }: { readonly name: ArtifactName; readonly version: SemanticVersion; readonly action: Action },
  work: (held: Held & { readonly version: VersionRow; readonly reference: string }) => Promise<T>,
): Promise<T> {
  const reference = `${name}@${version}`;
  await assertVersionIsThere(dependencies, principal, { name, version, reference });
  return changeArtifact(dependencies, principal, { name, action, reference }, async (held) => {
    const row = await versionRows(held.tables).find(held.artifact.id, version);
    if (!row || row.unpublishedAt) throw new RegistryError('NOT_FOUND', { reference });
    return work({ ...held, version: row, reference });
  });
}

/** A version that is missing must be answered before the right to change it is: otherwise the answer would tell hidden ones from missing ones. */
async function assertVersionIsThere(
  { tables, factsFor }: ChangeDependencies,
  principal: Principal,
  { name, version, reference }: { readonly name: ArtifactName; readonly version: SemanticVersion; readonly reference: string },
): Promise<void> {
  const artifact = await pushTargets(tables).find(name);
  const row = artifact && (await versionRows(tables).find(artifact.id, version));
  const facts = artifact && (await factsFor(principal, [artifact.namespaceId])).get(artifact.namespaceId);
  const isAdmitted = row !== null && row.status !== 'staged' && row.status !== 'rejected';
  const isSeen =
    facts &&
    row &&
    !row.unpublishedAt &&
    decide(principal, 'version.tag', {
      ...facts,
      artifact: splitName(name).component,
      artifactId: artifact.id,
      visibility: artifact.visibility,
      admitted: artifact.isAdmitted && isAdmitted,
    }).kind !== 'hidden';
  if (!isSeen) throw new RegistryError('NOT_FOUND', { reference });
}
