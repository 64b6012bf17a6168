import { assertAllowed, decide, type Action, type FactsFor, type NamespaceFacts, type Principal, type Subject } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName } from '@gati/identifiers';
import type { NamespaceByHandle, Tables } from './ports.ts';
import { artifactNames } from './repository/names.ts';
import { pushTargets, type PushTarget } from './repository/push-targets.ts';
import type { RepositoryAction } from './rules/token-scopes.ts';

/** A repository that the caller may read. */
export interface ReadAccess {
  readonly artifact: PushTarget;
  /** Whoever writes to the namespace sees everything in it; everybody else sees what is admitted. */
  readonly seesAll: boolean;
}

/** A repository that the caller may write to; it may not exist yet. */
export interface PushAccess {
  readonly namespaceId: string;
  readonly artifact: PushTarget | null;
}

export interface Access {
  /** @throws NOT_FOUND alike for what is missing and what is hidden */
  readonly forReading: (principal: Principal, name: ArtifactName) => Promise<ReadAccess>;
  /** @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED */
  readonly forPushing: (principal: Principal, name: ArtifactName) => Promise<PushAccess>;
  /** Whether the caller may do more than push: remove for good what was published. @throws as `forPushing` */
  readonly assertMay: (principal: Principal, action: Action, artifact: PushTarget) => Promise<void>;
  /** What the caller may do in each repository; one without any right is absent. A few queries for all. */
  readonly actionsOn: (principal: Principal, names: readonly ArtifactName[]) => Promise<ReadonlyMap<ArtifactName, ReadonlySet<RepositoryAction>>>;
}

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly namespaceByHandle: NamespaceByHandle;
}

const missing = (name: ArtifactName): RegistryError => new RegistryError('NOT_FOUND', { reference: name });

/** What strangers get who push, whether there is such a repository or not. */
const notWritable = (name: ArtifactName): RegistryError =>
  new RegistryError('NOT_FOUND', {
    reference: `${name} that you may write to`,
    suggestion: `Sign in (docker login, oras login, crane auth login …) with an account or an API key that may publish in @${splitName(name).handle}, or check the spelling.`,
  });

/**
 * For writing, what exists and is not admitted is judged like what does not exist: otherwise the answer would tell the two apart.
 * A member who may read gets told what is missing; a stranger gets what a missing thing gets.
 */
const pushSubject = (standing: NamespaceFacts, name: ArtifactName, artifact: PushTarget | null): Subject => ({
  ...standing,
  artifact: splitName(name).component,
  ...(artifact && { artifactId: artifact.id }),
  visibility: artifact?.isAdmitted ? artifact.visibility : 'private',
  admitted: true,
});

const mayPush = (principal: Principal, subject: Subject): boolean => decide(principal, 'artifact.push', subject).kind === 'allowed';

const readRights = (
  principal: Principal,
  namespace: NamespaceFacts,
  { id, name, visibility, isAdmitted }: PushTarget,
): { readonly isAllowed: boolean; readonly seesAll: boolean } => {
  const standing = { ...namespace, artifact: splitName(name).component, artifactId: id };
  const writes = mayPush(principal, { ...standing, visibility, admitted: isAdmitted });
  const seesAll = writes || decide(principal, 'artifact.read', { ...standing, visibility: 'private', admitted: false }).kind === 'allowed';
  return { seesAll, isAllowed: seesAll || decide(principal, 'artifact.read', { ...standing, visibility, admitted: isAdmitted }).kind === 'allowed' };
};

export function createAccess({ tables, factsFor, namespaceByHandle }: Dependencies): Access {
  const standingIn = async (principal: Principal, namespaceId: string) => (await factsFor(principal, [namespaceId])).get(namespaceId) ?? null;

  /** Who pulls by a former name gets what has another one now. */
  const findNamed = async (name: ArtifactName): Promise<PushTarget | null> => {
    const found = await pushTargets(tables).find(name);
    const present = found ? undefined : (await artifactNames(tables).presentOf([name])).get(name);
    return present === undefined ? found : pushTargets(tables).find(present);
  };

  return {
    forReading: async (principal, name) => {
      const artifact = await findNamed(name);
      const standing = artifact && (await standingIn(principal, artifact.namespaceId));
      if (!artifact || !standing) throw missing(name);
      const { isAllowed, seesAll } = readRights(principal, standing, artifact);
      if (!isAllowed) throw missing(name);
      return { artifact, seesAll };
    },

    forPushing: async (principal, name) => {
      const artifact = await pushTargets(tables).find(name);
      // A former name is nobody's to push to: what was pulled by it goes on to be what it was.
      if (!artifact && (await artifactNames(tables).presentOf([name])).size > 0) throw notWritable(name);
      const namespaceId = artifact?.namespaceId ?? (await namespaceByHandle(splitName(name).handle))?.id;
      const standing = namespaceId === undefined ? null : await standingIn(principal, namespaceId);
      if (!standing) throw notWritable(name);
      const decision = decide(principal, 'artifact.push', pushSubject(standing, name, artifact));
      if (decision.kind === 'hidden') throw notWritable(name);
      assertAllowed(decision, { reference: name, handle: standing.handle });
      return { namespaceId: standing.namespaceId, artifact };
    },

    assertMay: async (principal, action, artifact) => {
      const standing = await standingIn(principal, artifact.namespaceId);
      if (!standing) throw missing(artifact.name);
      assertAllowed(decide(principal, action, pushSubject(standing, artifact.name, artifact)), { reference: artifact.name, handle: standing.handle });
    },

    actionsOn: async (principal, names) => {
      const artifacts = new Map((await pushTargets(tables).findMany(names)).map((artifact) => [artifact.name, artifact]));
      const former = await artifactNames(tables).presentOf(names.filter((name) => !artifacts.has(name)));
      const moved = new Map((former.size > 0 ? await pushTargets(tables).findMany([...former.values()]) : []).map((artifact) => [artifact.name, artifact]));
      for (const [name, present] of former) if (moved.has(present)) artifacts.set(name as ArtifactName, moved.get(present)!);
      const handles = new Set(names.filter((name) => !artifacts.has(name)).map((name) => splitName(name).handle));
      const namespaces = new Map(await Promise.all([...handles].map(async (handle) => [handle, await namespaceByHandle(handle)] as const)));
      const idOf = (name: ArtifactName): string | undefined => artifacts.get(name)?.namespaceId ?? namespaces.get(splitName(name).handle)?.id;
      const facts = await factsFor(principal, [...new Set(names.flatMap((name) => idOf(name) ?? []))]);

      const actions = new Map<ArtifactName, ReadonlySet<RepositoryAction>>();
      for (const name of names) {
        const artifact = artifacts.get(name) ?? null;
        const standing = facts.get(idOf(name) ?? '');
        if (!standing) continue;
        if (!former.has(name) && mayPush(principal, pushSubject(standing, name, artifact)))
          actions.set(name, new Set<RepositoryAction>(['pull', 'push', 'delete']));
        else if (artifact && readRights(principal, standing, artifact).isAllowed) actions.set(name, new Set<RepositoryAction>(['pull']));
      }
      return actions;
    },
  };
}
