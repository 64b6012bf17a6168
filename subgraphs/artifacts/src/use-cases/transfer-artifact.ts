import { decide, type KnownPrincipal, type Principal, type RequestOrigin } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName, type Handle } from '@gati/identifiers';
import { changeArtifact, type ChangeDependencies, type Held } from '../change-version.ts';
import type { Grants, NamespaceByHandle, Tables } from '../ports.ts';
import { relocation } from '../repository/names.ts';
import { pushTargets, type PushTarget } from '../repository/push-targets.ts';
import { transferOffers } from '../repository/transfer-offers.ts';

export interface TransferArtifact {
  readonly artifact: ArtifactName;
  readonly toNamespace: Handle;
  readonly origin?: RequestOrigin | undefined;
}

export interface AnswerTransfer {
  readonly artifact: ArtifactName;
  readonly origin?: RequestOrigin | undefined;
}

/** `security`, inside the transaction of a move: what the artifact's versions were signed with goes on to count for them, and for nothing that comes later. */
export type CarrySigners = (
  tables: Tables,
  moved: { readonly artifactId: string; readonly fromNamespaceId: string; readonly toNamespaceId: string; readonly movedBy: string },
) => Promise<void>;

interface Dependencies extends ChangeDependencies {
  readonly clock: Clock;
  readonly namespaceByHandle: NamespaceByHandle;
  readonly carrySigners: CarrySigners;
  readonly grants: Pick<Grants, 'removeAll'>;
  /** `namespaces`: the second factor once more, where there is one. @throws STEP_UP_REQUIRED */
  readonly assertConfirmed: (principal: Principal) => Promise<void>;
}

/** How long an offer counts; as long as an invitation. */
export const offerLifetimeMs = 7 * 24 * 60 * 60_000;

/**
 * Moves an artifact with all its versions to another namespace, at once where the caller may write there; else it is offered to those who may.
 * The old name leads to the artifact from then on and is given to nothing else; its versions keep the signers of their admission. Roles on it alone end.
 * @returns the artifact's id, and whether it was moved
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED; needs the role owner where it is
 * @throws STEP_UP_REQUIRED
 * @throws VALIDATION_FAILED for no other namespace, and for a name that is or was another artifact's there
 */
export const transferArtifact =
  (dependencies: Dependencies) =>
  async (principal: Principal, { artifact: name, toNamespace, origin }: TransferArtifact): Promise<{ readonly id: string; readonly isMoved: boolean }> => {
    await dependencies.assertConfirmed(principal);
    return changeArtifact(dependencies, principal, { name, action: 'artifact.transfer' }, async (held) => {
      const target = await dependencies.namespaceByHandle(toNamespace);
      if (!target) throw refuse(`there is no namespace @${toNamespace}`, 'Check the spelling.');
      if (target.id === held.artifact.namespaceId) throw refuse(`${name} is in @${target.handle} already`, 'Name another namespace.');
      const moved = renamed(held.artifact.name, target.handle);
      const actor = principal as KnownPrincipal;
      if (await mayTake(dependencies, principal, target, held.artifact)) {
        await move(dependencies, held, actor, target, origin);
        return { id: held.artifact.id, isMoved: true };
      }
      // What stands in the way there is told to those who may see it, when they accept.
      const createdAt = dependencies.clock();
      const offer = { artifactId: held.artifact.id, toNamespaceId: target.id, expiresAt: new Date(createdAt.getTime() + offerLifetimeMs) };
      await transferOffers(held.tables).put({ ...offer, offeredBy: actor.accountId, createdAt });
      await note(dependencies, held.tables, actor, 'artifact.offer', name, { to: moved }, origin);
      await note(dependencies, held.tables, actor, 'artifact.be-offered', `@${target.handle}`, { from: name }, origin);
      return { id: held.artifact.id, isMoved: false };
    });
  };

/**
 * Takes an artifact that is offered to a namespace in which the caller may write.
 * @throws UNAUTHENTICATED for anonymous; NOT_FOUND alike for what is missing, lapsed, or not offered to the caller
 * @throws VALIDATION_FAILED for a name that is or was another artifact's there
 */
export const acceptTransfer =
  (dependencies: Dependencies) =>
  (principal: Principal, answer: AnswerTransfer): Promise<string> =>
    answerTransfer(dependencies, principal, answer, async (held, actor, offer) => {
      if (!offer.isForCaller) throw offer.missing;
      await move(dependencies, held, actor, offer.target, answer.origin);
    });

/** Takes an offer back, or turns it down: the artifact stays where it is. @throws as `acceptTransfer` */
export const cancelTransfer =
  (dependencies: Dependencies) =>
  (principal: Principal, answer: AnswerTransfer): Promise<string> =>
    answerTransfer(dependencies, principal, answer, async (held, actor) => {
      await transferOffers(held.tables).remove(held.artifact.id);
      await note(dependencies, held.tables, actor, 'artifact.cancel-offer', held.artifact.name, {}, answer.origin);
    });

interface Namespace {
  readonly id: string;
  readonly handle: string;
}

const refuse = (message: string, fix: string) => new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'input.toNamespace', message, fix }] });

const renamed = (name: ArtifactName, handle: string): ArtifactName => `@${handle}/${splitName(name).component}` as ArtifactName;

/** What is taken over is written to: the right to push is the one that counts. */
async function mayTake({ factsFor }: Pick<Dependencies, 'factsFor'>, principal: Principal, { id }: Namespace, { name }: PushTarget): Promise<boolean> {
  const facts = (await factsFor(principal, [id])).get(id);
  const subject = facts && ({ ...facts, artifact: splitName(name).component, visibility: 'private', admitted: true } as const);
  return subject !== undefined && decide(principal, 'artifact.push', subject).kind === 'allowed';
}

async function move(
  dependencies: Dependencies,
  { tables, emit, artifact }: Held,
  actor: KnownPrincipal,
  target: Namespace,
  origin?: RequestOrigin,
): Promise<void> {
  const name = renamed(artifact.name, target.handle);
  if (await relocation(tables).isTaken(name, artifact.id)) throw refuse(`${name} is another artifact, or was`, 'Transfer it to another namespace.');
  const at = dependencies.clock();
  const moved = { artifactId: artifact.id, fromNamespaceId: artifact.namespaceId, toNamespaceId: target.id, movedBy: actor.accountId };
  await dependencies.carrySigners(tables, moved);
  await relocation(tables).move({ artifactId: artifact.id, from: artifact.namespaceId, to: target.id, name, before: artifact.name, at });
  // Teams are the old namespace's, and its people were trusted by it: the new owners decide anew.
  await dependencies.grants.removeAll(tables, artifact.id);
  await transferOffers(tables).remove(artifact.id);
  await emit('artifact.changed', { artifactId: artifact.id });
  // In the logs of both: who manages one of them alone must find it.
  await note(dependencies, tables, actor, 'artifact.transfer', artifact.name, { to: name }, origin);
  await note(dependencies, tables, actor, 'artifact.receive', name, { from: artifact.name }, origin);
}

const note = (
  { audit }: Pick<Dependencies, 'audit'>,
  tables: Tables,
  actor: KnownPrincipal,
  action: string,
  subject: string,
  details: object,
  origin: RequestOrigin | undefined,
): Promise<void> => audit.record(tables, { actor, action, subject, details, origin });

interface Offer {
  readonly target: Namespace;
  readonly isForCaller: boolean;
  readonly missing: RegistryError;
}

/** Holds an artifact that is offered by the caller or to the caller. */
async function answerTransfer(
  dependencies: Dependencies,
  principal: Principal,
  { artifact: name }: AnswerTransfer,
  work: (held: Held, actor: KnownPrincipal, offer: Offer) => Promise<void>,
): Promise<string> {
  if (principal.kind === 'anonymous') throw new RegistryError('UNAUTHENTICATED', {});
  const missing = new RegistryError('NOT_FOUND', { reference: `offer of ${name}` });
  const found = await pushTargets(dependencies.tables).find(name);
  return dependencies.transaction(async (tables, emit) => {
    const artifact = found && (await pushTargets(tables).lock(found.id));
    const offer = artifact && (await transferOffers(tables).find(artifact.id));
    if (!offer || offer.expiresAt <= dependencies.clock()) throw missing;
    const facts = await dependencies.factsFor(principal, [artifact.namespaceId, offer.toNamespaceId]);
    const [from, to] = [facts.get(artifact.namespaceId), facts.get(offer.toNamespaceId)];
    if (!from || !to) throw missing;
    const target = { id: to.namespaceId, handle: to.handle };
    const isForCaller = await mayTake(dependencies, principal, target, artifact);
    const subject = { ...from, artifact: splitName(name).component, visibility: 'private', admitted: true } as const;
    if (!isForCaller && decide(principal, 'artifact.transfer', subject).kind !== 'allowed') throw missing;
    await work({ tables, emit, artifact }, principal, { target, isForCaller, missing });
    return artifact.id;
  });
}
