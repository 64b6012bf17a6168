import type { Digest } from '@gati/identifiers';
import { lockKey, splitLockKey, type Lockfile, type LockedArtifact } from './lockfile.ts';
import { refuse } from '../refuse.ts';

/** One version to be installed. */
export interface ChosenArtifact {
  readonly name: string;
  readonly version: string;
  readonly digest: Digest;
  readonly layers: LockedArtifact['layers'];
  readonly dependencies: Readonly<Record<string, string>>;
  /** The only key that counts, where a lockfile names it. */
  readonly signedBy: string | null;
  /** Signature that came with the resolution. */
  readonly bundle: unknown;
  /** Short-lived links to layers, by digest. */
  readonly links: ReadonlyMap<string, string>;
}

/** What shall be installed: one version of each name, closed under dependencies. */
export interface Choice {
  /** name → range, as gati.json shall say. */
  readonly roots: Readonly<Record<string, string>>;
  readonly artifacts: readonly ChosenArtifact[];
}

/** What is reachable from the roots, in order of the names.
 *  @throws DEPENDENCY_CONFLICT where two versions of one name are needed, or one is missing */
export function reachable<A extends { readonly name: string; readonly version: string; readonly dependencies: Readonly<Record<string, string>> }>(
  roots: readonly { readonly name: string; readonly version: string }[],
  all: readonly A[],
): readonly A[] {
  const byKey = new Map(all.map((artifact) => [lockKey(artifact.name, artifact.version), artifact]));
  const found = new Map<string, A>();
  const waiting = roots.map(({ name, version }) => ({ name, version, by: 'the application' }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { name, version, by } = next;
    const present = found.get(name);
    if (present?.version === version) continue;
    if (present) throw refuse('DEPENDENCY_CONFLICT', `${name} is needed as ${present.version} and, by ${by}, as ${version}.`, ['Change one of the ranges.']);
    const artifact = byKey.get(lockKey(name, version));
    if (!artifact) throw refuse('DEPENDENCY_CONFLICT', `${name}@${version}, needed by ${by}, is missing.`, ['Run gati install.']);
    found.set(name, artifact);
    for (const [dependency, chosen] of Object.entries(artifact.dependencies)) waiting.push({ name: dependency, version: chosen, by: name });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Everything that a lockfile pins. */
export const artifactsOf = ({ artifacts }: Lockfile): readonly ChosenArtifact[] =>
  Object.entries(artifacts).map(([key, entry]) => ({ ...splitLockKey(key), ...entry, bundle: null, links: new Map() }));

/** The version that a lockfile pins for a name; undefined for none. */
export const lockedVersion = ({ artifacts }: Lockfile, name: string): string | undefined => {
  const key = Object.keys(artifacts).find((candidate) => splitLockKey(candidate).name === name);
  return key === undefined ? undefined : splitLockKey(key).version;
};

/** A lockfile as a choice; what no root leads to is left out. */
export function choiceOf(lockfile: Lockfile): Choice {
  const roots = Object.keys(lockfile.roots).map((name) => ({ name, version: lockedVersion(lockfile, name) ?? '' }));
  return { roots: lockfile.roots, artifacts: reachable(roots, artifactsOf(lockfile)) };
}

/** The lockfile of what was installed. @param signers  name → fingerprint of the key that signed, for all */
export const lockfileOf = ({ roots, artifacts }: Choice, registry: string, signers: ReadonlyMap<string, string>): Lockfile => ({
  lockfileVersion: 1,
  registry,
  roots,
  artifacts: Object.fromEntries(
    artifacts.map(({ name, version, digest, layers, dependencies }) => [
      lockKey(name, version),
      { digest, layers, dependencies, signedBy: signers.get(name)! },
    ]),
  ),
});
